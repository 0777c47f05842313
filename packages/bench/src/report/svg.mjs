/**
 * A bar chart as SVG: readable on light and dark pages, on a narrow screen, and by a screen reader.
 *
 * @see https://www.w3.org/TR/SVG2/struct.html#DescriptionAndTitleElements
 */

/** As wide as a phone, so that the text need not shrink there. */
const WIDTH = 420;
const TOP = 34;
const ROW = 38;
const BAR = 10;
/** Characters that leave room for the value; the description has the whole label. */
const LABEL = 46;
/** A bar that is there is seen. */
const LEAST = 1.5;

const STYLE = `
text { font: 13px system-ui, sans-serif; fill: #24292f }
.title { font-weight: 600 }
.track { fill: #eaeef2 }
.doorward { fill: #0969da }
.peer { fill: #8c959f }
.floor, .control, .bare { fill: #57606a }
.spread { stroke: #24292f; stroke-width: 1.5 }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 }
.track { fill: #30363d }
.doorward { fill: #58a6ff }
.peer { fill: #8b949e }
.floor, .control, .bare { fill: #b1bac4 }
.spread { stroke: #e6edf3 }
}
`;

/**
 * @typedef {object} Bar
 * @property {string} label
 * @property {string} kind its colour
 * @property {number} value
 * @property {number} from where the middle half of the measurements begins
 * @property {number} to where it ends
 * @property {string} text the value as it is read
 *
 * @param {{ title: string, description: string, bars: readonly Bar[] }} chart
 * @returns {string}
 */
export function barChart({ title, description, bars }) {
  const most = Math.max(...bars.map(({ value, to }) => Math.max(value, to)), Number.MIN_VALUE);
  const scale = (value) => round((Math.max(0, value) / most) * WIDTH);
  const height = TOP + bars.length * ROW;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${escapeXml(title)}</title>`,
    `<desc id="desc">${escapeXml(description)}</desc>`,
    `<style>${STYLE}</style>`,
    `<text class="title" x="0" y="16">${escapeXml(title)}</text>`,
    ...bars.map((bar, i) => barLines(bar, TOP + i * ROW, scale)),
    '</svg>',
    '',
  ].join('\n');
}

function barLines({ label, kind, value, from, to, text }, y, scale) {
  const middle = y + 18 + BAR / 2;
  return [
    `<text x="0" y="${y + 12}">${escapeXml(label.length > LABEL ? `${label.slice(0, LABEL - 1)}…` : label)}</text>`,
    `<text x="${WIDTH}" y="${y + 12}" text-anchor="end">${escapeXml(text)}</text>`,
    `<rect class="track" x="0" y="${y + 18}" width="${WIDTH}" height="${BAR}" rx="2"/>`,
    `<rect class="${escapeXml(kind)}" x="0" y="${y + 18}" width="${Math.max(LEAST, scale(value))}" height="${BAR}" rx="2"/>`,
    `<line class="spread" x1="${scale(from)}" x2="${scale(to)}" y1="${middle}" y2="${middle}"/>`,
  ].join('\n');
}

/**
 * @param {string} text
 * @returns {string} as it may stand in text and in attributes
 */
export function escapeXml(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function round(value) {
  return Math.round(value * 10) / 10;
}
