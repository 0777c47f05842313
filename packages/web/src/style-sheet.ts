/**
 * The one style sheet of all our pages. It is part of every page, allowed there by its hash.
 */

import type { PageOptions } from './page-theme.ts';

export function styleSheet({ accent }: Pick<PageOptions, 'accent'>): string {
  return `${colours(accent)}${BASE}${CONTROLS}${PROVIDERS}${MESSAGES}${BAR}${WIDE}${TABLES}${LAST}`;
}

function colours(accent: PageOptions['accent']): string {
  return `
:root{--ground:#f4f5f7;--card:#fff;--text:#16191d;--soft:#565e68;--line:#868f9a;--faint:#dcdfe4;--accent:${accent.light};--on-accent:#fff;--bad:#a3161e;--on-bad:#fff;--bad-ground:#fdecec;--good:#17603a;--good-ground:#e6f4ec;--wait:#774700;--wait-ground:#fdf1dc}
@media (prefers-color-scheme:dark){:root{--ground:#101215;--card:#1a1d21;--text:#eceef0;--soft:#a7afb8;--line:#69727d;--faint:#30353c;--accent:${accent.dark};--on-accent:#0b0d0f;--bad:#ff9d9d;--on-bad:#2a0708;--bad-ground:#3a1a1c;--good:#8fdcb0;--good-ground:#15301f;--wait:#f0c36d;--wait-ground:#33270f}}
`;
}

const BASE = `*{box-sizing:border-box}
html{font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;color:var(--text);background:var(--ground)}
body{margin:0;min-height:100vh;min-height:100dvh;display:grid;place-items:center;padding:1rem}
main{width:100%;max-width:25rem;background:var(--card);border:1px solid var(--faint);border-radius:1rem;padding:2rem 1.75rem;box-shadow:0 1px 2px #0001,0 8px 32px #0001}
.logo{display:block;width:3rem;height:3rem;object-fit:contain;margin:0 0 .75rem}
.frame{fill:none;stroke:var(--soft);stroke-width:2.5;stroke-linecap:round}
.leaf{fill:var(--accent)}
.knob{fill:var(--card)}
.site{margin:0;color:var(--soft);overflow-wrap:anywhere}
h1{margin:0 0 1.25rem;font-size:1.5rem;line-height:1.25;text-wrap:balance;overflow-wrap:anywhere}
h2{margin:0 0 .25rem;font-size:1.0625rem;line-height:1.35;overflow-wrap:anywhere}
p{margin:0 0 1rem}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.hint{color:var(--soft);font-size:.875rem;margin:.375rem 0 0}
.code{color:var(--soft);font-size:.8125rem;margin:1.25rem 0 0;overflow-wrap:anywhere}
`;

const CONTROLS = `label,legend{display:block;font-weight:600;margin:0 0 .375rem;padding:0}
input,select,textarea{width:100%;font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.625rem .75rem;min-height:3rem}
textarea{display:block;min-height:6rem;resize:vertical}
input[aria-invalid=true],textarea[aria-invalid=true]{border-color:var(--bad)}
input:focus-visible,select:focus-visible,textarea:focus-visible{outline-width:2px;outline-offset:-1px;border-color:var(--accent)}
input[type=checkbox],input[type=radio]{flex:none;width:1.25rem;height:1.25rem;min-height:0;margin:.125rem 0 0;accent-color:var(--accent)}
input[type=checkbox]:focus-visible,input[type=radio]:focus-visible{outline-width:3px;outline-offset:2px}
input::-webkit-calendar-picker-indicator:focus-visible{outline:2px solid var(--accent)}
fieldset{border:0;margin:0;padding:0;min-width:0}
.field{margin:0 0 1.125rem}
.choice{display:flex;gap:.75rem;align-items:flex-start;min-height:2.75rem;padding:.5rem 0;margin:0;font-weight:400;cursor:pointer}
.choice>span{min-width:0;overflow-wrap:anywhere}
.choice small{display:block;color:var(--soft);font-size:.875rem}
@supports selector(:has(*)){form:has(#invite:checked) .own-password{display:none}}
button,.button{display:block;width:100%;text-align:center;text-decoration:none;font:inherit;font-weight:600;color:var(--on-accent);background:var(--accent);border:1px solid transparent;border-radius:.5rem;padding:.625rem 1rem;min-height:2.75rem;margin-top:1rem;cursor:pointer}
button:hover,.button:hover{filter:brightness(1.08)}
button:active,.button:active{filter:brightness(.94)}
.quiet{background:transparent;color:var(--accent);border-color:var(--line);margin-top:.75rem}
.danger{background:transparent;color:var(--bad);border-color:var(--bad)}
.danger.sure{background:var(--bad);color:var(--on-bad)}
`;

const PROVIDERS = `.about{color:var(--soft);overflow-wrap:anywhere}
.or{display:flex;align-items:center;gap:.75rem;margin:1.5rem 0 0;color:var(--soft);font-size:.875rem}
.or::before,.or::after{content:"";flex:1;border-top:1px solid var(--faint)}
.providers{list-style:none;margin:0;padding:0}
.providers .button{display:flex;align-items:center;justify-content:center;gap:.625rem;background:var(--card);color:inherit;border-color:var(--line)}
.providers .button:hover{background:var(--ground);filter:none}
.identities{list-style:none;margin:0 0 1rem;padding:0}
.identities li{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.5rem 1rem;padding:.5rem 0;border-bottom:1px solid var(--line)}
.identities .hint{display:block;margin:0}
.identities li>span{min-width:0;overflow-wrap:anywhere}
.providers img{flex:none;width:1.25rem;height:1.25rem;object-fit:contain}
`;

const MESSAGES = `.message{border-radius:.5rem;padding:.75rem 1rem;margin:0 0 1.25rem;overflow-wrap:anywhere}
.message p{margin:0}
.message a{color:inherit}
.error,.field-error{color:var(--bad)}
.error{background:var(--bad-ground)}
.field-error{font-size:.875rem;margin:.375rem 0 0}
.notice{color:var(--good);background:var(--good-ground)}
.wait{color:var(--wait);background:var(--wait-ground)}
.link{border:1px dashed var(--line);border-radius:.5rem;padding:.875rem 1rem;margin:0 0 1rem;overflow-wrap:anywhere}
.secret,code,pre,textarea{font-family:ui-monospace,"Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
code,pre{font-size:.9375em;overflow-wrap:anywhere}
pre{margin:0 0 1rem;padding:.75rem 1rem;background:var(--ground);border:1px solid var(--faint);border-radius:.5rem;white-space:pre-wrap}
pre code{font-size:inherit}
.badge{display:inline-block;font-size:.8125rem;line-height:1.25rem;border-radius:.75rem;padding:.0625rem .625rem;border:1px solid transparent}
.badge.active{color:var(--good);background:var(--good-ground)}
.badge.pending{color:var(--wait);background:var(--wait-ground)}
.badge.disabled{color:var(--soft);border-color:var(--line)}
.badge.own{color:var(--accent);border-color:var(--accent)}
`;

const BAR = `.skip{position:absolute;left:-100rem}
.skip:focus{left:.5rem;top:.5rem;z-index:1;background:var(--card);padding:.625rem 1rem;border-radius:.5rem}
.wide{display:block;place-items:normal;padding:0}
.bar{background:var(--card);border-bottom:1px solid var(--faint)}
.bar>div{display:flex;flex-wrap:wrap;align-items:center;gap:0 1.25rem;max-width:72rem;margin:0 auto;padding:.5rem 1.25rem}
.brand{display:flex;align-items:center;gap:.625rem;min-width:0;min-height:2.75rem;font-weight:600;color:inherit;text-decoration:none;overflow-wrap:anywhere}
.brand .logo{flex:none;width:1.75rem;height:1.75rem;margin:0}
.bar nav{display:flex;flex:1;gap:.25rem}
.bar nav a{display:flex;align-items:center;min-height:2.75rem;padding:0 .75rem;border-radius:.5rem;color:var(--soft);text-decoration:none}
.bar nav a:hover{color:inherit;background:var(--ground)}
.bar nav a[aria-current]{color:var(--text);font-weight:600;text-decoration:underline;text-decoration-color:var(--accent);text-decoration-thickness:3px;text-underline-offset:.4375rem}
.bar form{margin-left:auto}
.bar button{width:auto;margin:0;padding:.375rem .875rem}
`;

const WIDE = `.wide main{max-width:72rem;margin:0 auto;background:none;border:0;border-radius:0;box-shadow:none;padding:2rem 1.25rem 4rem}
.wide main:focus{outline:0}
.wide button,.wide .button{display:inline-block;width:auto;margin-top:0}
.head{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;justify-content:space-between;margin:0 0 1.25rem}
.head h1{margin:0;min-width:0}
.back{margin:0 0 .25rem}
.back a{display:inline-flex;align-items:center;min-height:2.75rem;overflow-wrap:anywhere}
.back a::before{content:"\\2190";content:"\\2190" / "";margin-right:.375rem}
.actions{display:flex;flex-wrap:wrap;gap:.75rem;align-items:center;align-content:start;margin:0}
summary{display:flex;align-items:center;min-height:2.75rem;cursor:pointer;color:var(--accent)}
summary::before{content:"\\25b8";width:1.25rem}
details[open]>summary::before{content:"\\25be"}
summary::-webkit-details-marker{display:none}
details>form{padding-top:.5rem}
.card{background:var(--card);border:1px solid var(--faint);border-radius:1rem;padding:1.5rem;margin:0 0 1.25rem}
.card>*{min-width:0}
.card>header p{color:var(--soft);font-size:.9375rem;margin:0;overflow-wrap:anywhere}
.card>header{margin:0 0 1.125rem}
.card .body>:last-child{margin-bottom:0}
.filters{display:flex;flex-wrap:wrap;gap:.75rem;align-items:end;margin:0 0 1.25rem}
.filters>button{min-height:3rem}
.filters .field{margin:0;flex:1 1 9rem;min-width:0}
.filters .field.grow{flex-grow:3;flex-basis:14rem}
dl{display:grid;grid-template-columns:minmax(6rem,10rem) 1fr;gap:.5rem 1rem;margin:0 0 1rem}
dt{color:var(--soft)}
dd{margin:0;min-width:0;overflow-wrap:anywhere}
.facts{display:flex;flex-wrap:wrap;gap:.75rem 2.5rem}
.facts dt{font-size:.875rem}
.facts:last-child{margin-bottom:0}
.below{margin-top:1rem}
@media (min-width:56rem){.card.split{display:grid;grid-template-columns:16rem minmax(0,1fr);gap:2.5rem;padding:1.75rem}.card.split .body{max-width:34rem}.card.split .body.full{max-width:none}.card>header{margin:0}.card:not(.split)>header{margin:0 0 1.125rem}}
`;

const TABLES = `table{width:100%;border-collapse:collapse;font-size:.9375rem}
caption{text-align:left;color:var(--soft);font-size:.875rem;padding:0 0 .625rem}
th,td{text-align:left;vertical-align:middle;padding:.625rem .75rem;border-top:1px solid var(--faint);font-weight:400;overflow-wrap:anywhere}
th:first-child,td:first-child{padding-left:0}
th:last-child,td:last-child{padding-right:0}
thead td{border-top:0}
thead th{color:var(--soft);font-size:.8125rem;border-top:0;white-space:nowrap}
tbody th>div{font-weight:600;min-width:7rem}
th small,td small{display:block;color:var(--soft);font-size:.8125rem;font-weight:400}
td>div{min-width:5.5rem}
td form{margin:0}
.named{display:inline-flex;align-items:center;min-height:2.75rem;min-width:2.75rem}
.person{flex-direction:column;align-items:flex-start;justify-content:center;text-decoration:none}
.person>bdi{text-decoration:underline}
.empty{text-align:center;color:var(--soft);padding:1rem 0;margin:0}
.paging{display:flex;flex-wrap:wrap;gap:.75rem;align-items:center;justify-content:space-between;margin-top:1rem;color:var(--soft);font-size:.9375rem}
.paging .quiet{margin:0}
@media (min-width:48rem){td>div>.actions{flex-wrap:nowrap;overflow-wrap:normal}}
@media (max-width:47.99rem){
table,tbody,tr,th,td,caption{display:block}
thead{display:none}
tbody tr{border:1px solid var(--faint);border-radius:.75rem;padding:.625rem 1rem;margin:0 0 .75rem}
tbody th,tbody td{border:0;padding:.25rem 0}
tbody td{display:grid;grid-template-columns:6rem minmax(0,1fr);gap:.75rem;align-items:baseline}
tbody td::before{content:attr(data-label);color:var(--soft);font-size:.875rem}
tbody td[data-label=""]{display:block}
tbody td.none{display:none}
}
`;

const LAST = `@media (max-width:47.99rem){.card{padding:1.25rem 1rem;border-radius:.75rem}.wide main{padding:1.25rem 1rem 3rem}.bar>div{padding:.25rem 1rem}.bar nav{order:3;flex-basis:100%;flex-wrap:wrap;gap:0;margin:0 -.5rem}.bar nav a{padding:0 .5rem}.actions>*,.actions>form>*,.filters>button{flex:1 1 100%}.actions>form,.actions>form>button,.actions>.button,.filters>button{width:100%}}
@media (max-width:24rem){body:not(.wide) main{padding:1.5rem 1.25rem}}
@media (forced-colors:active){main,button,.button,.card,.badge,.message{border-color:CanvasText}.message{border:1px solid}.bar nav a[aria-current]{outline:1px solid}}
`;
