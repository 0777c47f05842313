/**
 * The style sheet of all pages.
 */

export const STYLE = `
:root{--ground:#f4f4f8;--card:#fff;--text:#17162a;--soft:#5a5972;--line:#dfdfea;--accent:#4338ca;--on-accent:#fff;--side:#1e1b4b;--side-text:#e4e3ff;--side-soft:#b5b2e8;--good:#0f6b46;--good-tint:#dff3ea;--busy:#8a4b07;--busy-tint:#fdefd8;--bad:#a3261e;--well:#13122a;--well-text:#d8f5e7}
@media (prefers-color-scheme:dark){:root{--ground:#101019;--card:#191927;--text:#ececf6;--soft:#a5a4bd;--line:#2e2e42;--accent:#a5b4fc;--on-accent:#12112b;--side:#15142b;--good:#6ee0ae;--good-tint:#12311f;--busy:#f5bd6c;--busy-tint:#3a2810;--bad:#ff9c92;--well:#0a0a14}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;grid-template-columns:15rem minmax(0,1fr);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;color:var(--text);background:var(--ground)}
a{color:var(--accent)}
p,h1,h2,dl,dd{margin:0}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:.25rem}
.side :focus-visible{outline-color:var(--side-text)}
.skip{position:absolute;left:1rem;top:-4rem;z-index:2;padding:.5rem .875rem;background:var(--card)}
.skip:focus{top:.5rem}
.side{position:sticky;top:0;height:100vh;display:flex;flex-direction:column;gap:1.5rem;padding:1.25rem 1rem;background:var(--side);color:var(--side-text)}
.brand{display:flex;align-items:center;gap:.625rem;padding:0 .5rem;font-size:1.25rem;font-weight:700;color:inherit;text-decoration:none}
.brand svg{width:1.75rem;fill:none;stroke:currentColor;stroke-width:2}
.brand .water{stroke:#7dd3fc}
.menu{flex:1;display:flex;flex-direction:column;gap:.125rem}
.menu a{padding:.5rem .75rem;border-radius:.5rem;color:var(--side-soft);text-decoration:none}
.menu a:hover{color:var(--side-text)}
.menu a[aria-current]{background:#ffffff1a;color:var(--side-text);font-weight:600}
.account{display:grid;gap:.75rem;padding:.75rem .5rem 0;border-top:1px solid #ffffff26;font-size:.875rem}
.account b,.account span{display:block;overflow:hidden;text-overflow:ellipsis}
.account span{color:var(--side-soft)}
.account button{width:100%;background:none;color:inherit;border-color:#ffffff40}
button{font:inherit;font-size:.875rem;font-weight:600;min-height:2.25rem;padding:.25rem .875rem;color:var(--text);background:var(--card);border:1px solid var(--line);border-radius:.5rem;cursor:pointer}
button:hover{border-color:currentColor}
.primary{color:var(--on-accent);background:var(--accent);border-color:transparent}
.danger{color:var(--bad)}
main{width:100%;max-width:64rem;padding:2.25rem 2.5rem 3rem}
h1{font-size:1.875rem;line-height:1.2;letter-spacing:-.02em}
h2{font-size:1rem}
.lead{margin:.375rem 0 1.5rem;color:var(--soft)}
.heading,.panel header,.buttons{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.5rem 1rem}
.panel{padding:1.25rem 1.5rem;margin:0 0 1.25rem;background:var(--card);border:1px solid var(--line);border-radius:.75rem}
.panel h2{margin-bottom:.5rem}
.panel header h2{margin:0}
table{width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:.625rem .75rem .625rem 0;text-align:left;vertical-align:top;border-top:1px solid var(--line)}
thead th{border:0;font-size:.8125rem;font-weight:500;color:var(--soft)}
tbody th{font-weight:600}
small{display:block;font-size:.8125rem;font-weight:400;color:var(--soft)}
td{white-space:nowrap}
.badge{display:inline-block;padding:.0625rem .625rem;border-radius:1rem;font-size:.8125rem;font-weight:600;color:var(--good);background:var(--good-tint)}
.badge.running{color:var(--busy);background:var(--busy-tint)}
.empty,.notice{color:var(--soft)}
.notice{padding:1rem 1.25rem;margin-bottom:1.25rem;color:var(--busy);background:var(--busy-tint);border-radius:.75rem}
dl{display:grid;grid-template-columns:8rem minmax(0,1fr);gap:.375rem 1rem}
dt{color:var(--soft)}
.new{display:flex;flex-wrap:wrap;align-items:center;gap:.75rem}
.new label{font-weight:600}
input{font:inherit;min-height:2.25rem;padding:.25rem .75rem;color:var(--text);background:var(--card);border:1px solid var(--soft);border-radius:.5rem}
.blocks{list-style:none;display:flex;flex-wrap:wrap;gap:.75rem 2.25rem;margin:0 0 1.25rem;padding:0}
.blocks li{position:relative;padding:.625rem 1rem;background:var(--card);border:1px solid var(--line);border-left:.25rem solid var(--accent);border-radius:.5rem}
.blocks li+li::before{content:"→";position:absolute;left:-1.875rem;top:.875rem;color:var(--soft)}
.blocks .transformer{border-left-color:var(--busy)}
.blocks .data_exporter{border-left-color:var(--good)}
.blocks b,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.875rem}
pre{height:15rem;margin:.75rem 0 0;padding:.875rem 1rem;overflow:auto;line-height:1.6;color:var(--well-text);background:var(--well);border-radius:.5rem}
#state{font-size:.875rem;font-weight:600;color:var(--busy)}
#state::before{content:"";display:inline-block;width:.625rem;height:.625rem;margin-right:.5rem;border-radius:50%;background:currentColor}
#state[data-state=live]{color:var(--good)}
@media (max-width:48rem){
body{display:block}
.side{position:static;height:auto;gap:.75rem;padding:.875rem 1rem}
.menu{flex-direction:row;flex-wrap:wrap}
.account{display:flex;align-items:center;justify-content:space-between}
.account button{width:auto}
main{padding:1.5rem 1rem 2.5rem}
.blocks{flex-direction:column;gap:.5rem}
.blocks li+li::before{content:none}
.panel{padding:1rem}
td{white-space:normal}
}
`;
