/**
 * The client's address, and the group of addresses that count as one client. Forwarded headers
 * count only from proxies that the configuration trusts.
 */

import { BlockList, isIP } from 'node:net';
import { AuthError } from '../auth-error.ts';
import type { RequestView } from './request-view.ts';

/** Number of proxies in front, or their addresses and networks (`10.0.0.0/8`, `::1`, `loopback`). */
export type TrustProxy = number | readonly string[];

/** The client's address in canonical form; `''` when it cannot be told. */
export type ClientAddressReader = (view: RequestView) => string;

/** @throws AuthError `core/options-invalid` for an entry that is no address and no network. */
export function createClientAddressReader(trust: TrustProxy): ClientAddressReader {
  if (trust === 0 || (typeof trust === 'object' && trust.length === 0)) return peerAddress;
  if (typeof trust === 'number') return (view) => byHops(view, trust);
  const proxies = blockListOf(trust);
  return (view) => byAddresses(view, proxies);
}

/** Says whether the peer is one of the proxies; with a number every peer is. */
export function createProxyCheck(trust: TrustProxy): (view: RequestView) => boolean {
  if (typeof trust === 'number') return () => trust > 0;
  const proxies = blockListOf(trust);
  return (view) => isListed(peerAddress(view), proxies);
}

/** IPv4 as it is, IPv4-mapped IPv6 as IPv4, IPv6 in its eight groups; `''` for anything else. */
export function canonicalAddress(address: string): string {
  const isPlain = !address.startsWith('[') && !address.includes('%');
  const bare = isPlain ? address : address.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '');
  const family = isIP(bare);
  if (family === 0) return '';
  return family === 4 ? bare : mappedIpv4(expandIpv6(bare));
}

/** One IPv4 address, or one IPv6 /64: what a single client can usually choose from. */
export function addressGroup(address: string): string {
  return isIP(address) === 6 ? `${address.split(':').slice(0, 4).join(':')}::/64` : address;
}

/** True for 127.0.0.0/8 and ::1. */
export function isLoopbackAddress(address: string): boolean {
  const canonical = canonicalAddress(address);
  return canonical.startsWith('127.') || canonical === '0:0:0:0:0:0:0:1';
}

/** Any of these says that the request came through a proxy. */
const FORWARDING_HEADERS = [
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'forwarded',
  'via',
];

export function hasForwardingHeader(view: RequestView): boolean {
  return FORWARDING_HEADERS.some((name) => view.header(name) !== undefined);
}

const peerAddress: ClientAddressReader = ({ remoteAddress = '' }) => canonicalAddress(remoteAddress);

function byHops(view: RequestView, hops: number): string {
  const chain = forwardedChain(view);
  return chain[Math.max(0, chain.length - hops)] ?? '';
}

/** Walks from the nearest proxy outwards and stops at the first address that is not a trusted one. */
function byAddresses(view: RequestView, proxies: BlockList): string {
  const peer = peerAddress(view);
  if (!isListed(peer, proxies)) return peer;
  const chain = forwardedChain(view);
  for (let i = chain.length - 1; i >= 0; i -= 1) {
    const address = chain[i] ?? '';
    if (address === '' || !isListed(address, proxies)) return address;
  }
  return chain[0] ?? peer;
}

/** What the proxies wrote, the nearest last; without the peer's own address. */
function forwardedChain(view: RequestView): string[] {
  const lines = view.headerLines('x-forwarded-for').join(',');
  if (lines === '') return [peerAddress(view)];
  return lines.split(',').map((entry) => canonicalAddress(withoutPort(entry.trim())));
}

function withoutPort(entry: string): string {
  return entry.replace(/^(\[[^\]]*\]):\d+$/, '$1').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
}

function isListed(address: string, list: BlockList): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

function blockListOf(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const [index, entry] of entries.entries()) addEntry(list, entry, `trustProxy[${index}]`);
  return list;
}

function addEntry(list: BlockList, entry: string, option: string): void {
  if (entry === 'loopback') {
    list.addSubnet('127.0.0.0', 8, 'ipv4');
    list.addAddress('::1', 'ipv6');
    return;
  }
  const [, address = '', bits] = /^([0-9a-f:.]+)(?:\/(\d{1,3}))?$/i.exec(entry) ?? [];
  const family = isIP(address);
  const most = family === 4 ? 32 : 128;
  const prefix = bits === undefined ? most : Number(bits);
  if (family === 0 || prefix > most) {
    throw new AuthError(
      'core/options-invalid',
      `${option}: "${entry}" is not an address, a network such as 10.0.0.0/8, or "loopback". Name the proxies that may set X-Forwarded-For.`,
      { option },
    );
  }
  list.addSubnet(address, prefix, family === 4 ? 'ipv4' : 'ipv6');
}

/** Eight groups without leading zeros; a dotted tail counts as two (RFC 4291 §2.2). */
function expandIpv6(address: string): readonly string[] {
  const [head = '', tail] = withoutDots(address.toLowerCase()).split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const fill = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array.from({ length: Math.max(0, fill) }, () => '0'), ...right];
  return groups.map((group) => group.replace(/^0+(?=.)/, ''));
}

function withoutDots(address: string): string {
  return address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_dotted, ...bytes: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = bytes.slice(0, 4).map(Number);
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
}

/** RFC 4291 §2.5.5.2. */
function mappedIpv4(groups: readonly string[]): string {
  const text = groups.join(':');
  if (!text.startsWith('0:0:0:0:0:ffff:')) return text;
  const [high = 0, low = 0] = groups.slice(6).map((group) => Number.parseInt(group, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
