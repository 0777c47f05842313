/**
 * A flow as inline SVG, drawn on the server. Nothing is styled inline: the policy of the pages forbids it.
 */

import { escapeHtml } from './escape-html.ts';
import { type FlowData, type FlowNode, KINDS } from './flow.ts';

export const STEP = { width: 184, height: 60, gapX: 72, gapY: 36 } as const;

const MARGIN = 24;
const MAX_SHOWN = 20;

/** In its own size, to be read. */
export function drawFlow(data: FlowData, name: string): string {
  const { x, y, width, height } = extentOf(data.nodes);
  return `<svg class="flow" width="${width}" height="${height}" viewBox="${x} ${y} ${width} ${height}" role="img" aria-label="${escapeHtml(`${name}: ${inWords(data)}`)}">${edges(data)}${data.nodes.map(step).join('')}</svg>`;
}

/** As small as its place, to be known again. */
export function previewFlow(data: FlowData): string {
  const { x, y, width, height } = atLeast(PREVIEW_WIDTH, extentOf(data.nodes));
  const shapes = data.nodes.map(
    ({ type, position }) =>
      `<rect class="${type}" x="${position.x}" y="${position.y}" width="${STEP.width}" height="${STEP.height}" rx="14"/>`,
  );
  return `<svg class="preview" viewBox="${x} ${y} ${width} ${height}" aria-hidden="true">${edges(data)}${shapes.join('')}</svg>`;
}

/** Each step with those that follow it, for who does not see the drawing. */
function inWords({ nodes, edges }: FlowData): string {
  const labelOf = new Map(nodes.map(({ id, data }) => [id, data.label]));
  return nodes
    .map(({ id, data }) => {
      const next = edges.filter(({ source }) => source === id).map(({ target }) => labelOf.get(target));
      return next.length === 0 ? data.label : `${data.label}, then ${next.join(' and ')}`;
    })
    .join('; ');
}

interface Extent {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** As wide as three steps, or a single one would look like a house. */
const PREVIEW_WIDTH = 3 * (STEP.width + STEP.gapX);

function atLeast(least: number, extent: Extent): Extent {
  const more = Math.max(0, least - extent.width);
  return { ...extent, x: extent.x - more / 2, width: extent.width + more };
}

function extentOf(nodes: readonly FlowNode[]): Extent {
  const xs = nodes.map(({ position }) => position.x);
  const ys = nodes.map(({ position }) => position.y);
  const x = Math.min(...xs, Number.MAX_SAFE_INTEGER) - MARGIN;
  const y = Math.min(...ys, Number.MAX_SAFE_INTEGER) - MARGIN;
  if (nodes.length === 0) return { x: 0, y: 0, width: STEP.width, height: STEP.height };
  return {
    x,
    y,
    width: Math.max(...xs) + STEP.width + MARGIN - x,
    height: Math.max(...ys) + STEP.height + MARGIN - y,
  };
}

function edges({ nodes, edges }: FlowData): string {
  const places = new Map(nodes.map(({ id, position }) => [id, position]));
  return edges
    .map(({ source, target }) => {
      const from = places.get(source);
      const to = places.get(target);
      if (from === undefined || to === undefined) return '';
      const [x1, y1] = [from.x + STEP.width, from.y + STEP.height / 2];
      const [x2, y2] = [to.x, to.y + STEP.height / 2];
      const bend = Math.max(36, Math.abs(x2 - x1) / 2);
      return `<path class="edge" d="M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}"/>`;
    })
    .join('');
}

function step({ type, position: { x, y }, data: { label } }: FlowNode): string {
  const middle = y + STEP.height / 2;
  const shown = label.length > MAX_SHOWN ? `${label.slice(0, MAX_SHOWN - 1)}…` : label;
  return `<g class="step ${type}"><title>${escapeHtml(label)}</title><rect x="${x}" y="${y}" width="${STEP.width}" height="${STEP.height}" rx="14"/><circle class="dot" cx="${x + 22}" cy="${middle}" r="7"/><circle class="port" cx="${x}" cy="${middle}" r="4.5"/><circle class="port" cx="${x + STEP.width}" cy="${middle}" r="4.5"/><text x="${x + 40}" y="${middle - 4}">${escapeHtml(shown)}</text><text class="kind" x="${x + 40}" y="${middle + 14}">${KINDS[type]}</text></g>`;
}
