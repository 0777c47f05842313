/**
 * The style sheet of the notebook pages.
 */

export const STYLE = `
:root{--ground:#f4f5f7;--card:#fff;--code:#f8f9fb;--text:#16191d;--soft:#565e68;--line:#d9dde2;--accent:#1f5fbf;--tint:#e8f0fc;--string:#17603a}
@media (prefers-color-scheme:dark){:root{--ground:#101215;--card:#1a1d21;--code:#15181b;--text:#eceef0;--soft:#a7afb8;--line:#32373d;--accent:#8ab8ff;--tint:#1c2a3f;--string:#8fdcb0}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;color:var(--text);background:var(--ground)}
header{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.5rem 1.5rem;padding:.75rem 1.25rem;background:var(--card);border-bottom:1px solid var(--line)}
header div{display:flex;align-items:center;gap:.75rem;min-height:2.25rem}
.brand{white-space:nowrap;display:flex;align-items:center;gap:.5rem;font-weight:600;color:inherit;text-decoration:none}
.brand svg{width:1.5rem;height:1.5rem;fill:var(--tint);stroke:var(--accent);stroke-width:1.6;stroke-linecap:round}
.spine{fill:none}
.badge{font-size:.75rem;font-weight:600;color:var(--accent);background:var(--tint);border-radius:1rem;padding:.0625rem .625rem}
.account{color:var(--soft);font-size:.9375rem;overflow-wrap:anywhere}
.account b{color:var(--text);font-weight:600}
button{white-space:nowrap;font:inherit;font-size:.9375rem;font-weight:600;color:var(--text);background:transparent;border:1px solid var(--line);border-radius:.5rem;padding:.375rem .875rem;cursor:pointer}
button:hover{background:var(--code);border-color:var(--soft)}
.columns{flex:1;display:grid;align-content:start;grid-template-columns:14rem minmax(0,46rem);gap:2.5rem;width:100%;max-width:66rem;margin:0 auto;padding:2rem 1.25rem}
nav h2{margin:.375rem 0 .5rem;font-size:.8125rem;font-weight:600;color:var(--soft)}
nav ul{list-style:none;margin:0 0 0 -.75rem;padding:0}
nav a{display:block;padding:.375rem .75rem;border-radius:.5rem;color:inherit;text-decoration:none;overflow-wrap:anywhere}
nav a:hover{background:var(--card)}
nav a[aria-current]{background:var(--tint);color:var(--accent);font-weight:600}
.path{margin:0;color:var(--soft);font:.875rem/1.55 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
h1{margin:0 0 1rem;font-size:1.75rem;line-height:1.25}
main h2{margin:2rem 0 .5rem;font-size:1.125rem}
main p{margin:0 0 1rem}
main ul{margin:0;padding-left:1.25rem}
main li{margin:0 0 .5rem}
.cell{margin:0 0 1.25rem;background:var(--card);border:1px solid var(--line);border-radius:.75rem;overflow:hidden}
pre{margin:0;padding:.875rem 1rem;overflow-x:auto;background:var(--code);border-bottom:1px solid var(--line);font:.875rem/1.6 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
code b{font-weight:400;color:var(--accent)}
code i{font-style:normal;color:var(--string)}
.output{padding:1rem;overflow-x:auto}
table{border-collapse:collapse;font-size:.9375rem}
th,td{text-align:left;padding:.3125rem 2rem .3125rem 0;border-bottom:1px solid var(--line);font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
tr:last-child>*{border-bottom:0}
th{font-weight:400;color:var(--soft)}
.chart{display:block;width:100%;max-width:22rem}
.chart rect{fill:var(--accent)}
.chart text{fill:var(--soft);font-size:11px;text-anchor:middle}
.chart .value{fill:var(--text)}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
pre:focus-visible{outline-offset:-3px}
footer{padding:1rem 1.25rem;color:var(--soft);font-size:.875rem;text-align:center}
@media (max-width:48rem){
.columns{grid-template-columns:minmax(0,1fr);gap:1.25rem;padding:1.25rem 1rem}
header{padding:.625rem 1rem}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem;margin:0 0 0 -.75rem}
}
@media (max-width:34rem){.account{width:100%;justify-content:space-between}}
`;
