// The bars of the pictures.
import { expect, test } from '@jest/globals';
import { barChart, escapeXml } from '../../src/report/svg.mjs';

const bar = (value: number, label = 'doorward') => ({
  label,
  kind: 'doorward',
  value,
  from: value,
  to: value,
  text: `${value} us`,
});

test('text is escaped, so that no label becomes markup or leaves an attribute', () => {
  const label = `<script>"'&`;
  const svg = barChart({ title: label, description: label, bars: [bar(1, label)] });
  expect(escapeXml(label)).toBe('&#60;script&#62;&#34;&#39;&#38;');
  expect(svg).not.toContain('<script');
  expect(svg.match(/&#60;script&#62;/g)?.length).toBe(4);
});

test('the longest bar fills the width, others in proportion, and one below zero is still seen', () => {
  const svg = barChart({ title: 't', description: 'd', bars: [bar(100), bar(25), bar(-3)] });
  const widths = [...svg.matchAll(/class="doorward" x="0" y="\d+" width="([\d.]+)"/g)].map(([, width]) =>
    Number(width),
  );
  expect(widths).toEqual([420, 105, 1.5]);
});

test('a picture has a title, a description, and colours for dark pages', () => {
  const svg = barChart({ title: 'Title', description: 'All in words.', bars: [bar(1)] });
  expect(svg).toContain('role="img" aria-labelledby="title desc"');
  expect(svg).toContain('<title id="title">Title</title>\n<desc id="desc">All in words.</desc>');
  expect(svg).toContain('@media (prefers-color-scheme: dark)');
});
