/**
 * The style sheet of the studio.
 */

export const STYLE = `
:root{--ground:#f7f5fb;--card:#fff;--text:#1b1526;--soft:#5b5270;--line:#dcd5ea;--accent:#6d3fc4;--on-accent:#fff;--tint:#ece4fa;--bad:#a3261e;--bad-tint:#fbe4e1}
@media (prefers-color-scheme:dark){:root{--ground:#120f1a;--card:#1d1829;--text:#eeeaf6;--soft:#afa5c4;--line:#372f4c;--accent:#c4a7ff;--on-accent:#1e0f3d;--tint:#2c2344;--bad:#ff9c92;--bad-tint:#3d1c19}}
*{box-sizing:border-box}
[hidden]{display:none!important}
body{margin:0;min-height:100vh;min-height:100dvh;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;color:var(--text);background:var(--ground);overflow-wrap:anywhere}
p,h1,h2,h3,ul{margin:0}
ul{padding:0;list-style:none}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:.375rem}

header{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.5rem 1.5rem;padding:.75rem max(1rem,calc(50% - 36rem));background:var(--card);border-bottom:1px solid var(--line)}
.brand{display:flex;align-items:center;gap:.625rem;font-size:1.25rem;font-weight:700;letter-spacing:-.02em;color:inherit;text-decoration:none}
.brand svg{width:1.875rem;height:1.875rem;fill:none;stroke:var(--accent);stroke-width:2.25;stroke-linecap:round;stroke-linejoin:round}
a{color:var(--accent)}
#person{display:flex;align-items:center;gap:1rem;min-height:2.5rem}
#person p{line-height:1.25;text-align:right}
#person b,#person span{display:block}
#person span{font-size:.875rem;color:var(--soft)}

main{max-width:74rem;margin:0 auto;padding:2rem 1rem 3rem}
h1{font-size:1.75rem;line-height:1.25;letter-spacing:-.02em}
.lead{margin:.25rem 0 0;color:var(--soft)}
code{display:inline-block;margin:.125rem .375rem .125rem 0;padding:0 .5rem;font:600 .875rem/1.625 ui-monospace,"DejaVu Sans Mono",monospace;color:var(--text);background:var(--tint);border-radius:.5rem}
#problem{margin-top:1rem;padding:.75rem 1rem;color:var(--bad);background:var(--bad-tint);border-radius:.875rem}
section{margin-top:2.25rem}
.head{display:flex;align-items:center;justify-content:space-between;gap:1rem;min-height:2.5rem;margin-bottom:.75rem}
h2{font-size:1.1875rem;letter-spacing:-.01em}
.cards{display:grid;align-items:start;grid-template-columns:repeat(auto-fill,minmax(min(100%,19rem),1fr));gap:1rem}
.cards li{display:flex;flex-direction:column;gap:.375rem;padding:1.125rem 1.25rem;background:var(--card);border:1px solid var(--line);border-radius:1.125rem}
h3{font-size:1.0625rem}
.cards p{flex:1;color:var(--soft);font-size:.9375rem}
.actions{display:flex;flex-wrap:wrap;gap:.5rem;margin-top:.625rem}
.actions:empty,output:empty{display:none}
output{padding:.5rem .75rem;font-size:.9375rem;background:var(--tint);border-radius:.75rem}

button{display:inline-flex;align-items:center;justify-content:center;min-height:2.5rem;padding:.25rem 1rem;font:inherit;font-size:.9375rem;font-weight:600;color:var(--text);background:var(--card);border:1px solid var(--line);border-radius:1.25rem;cursor:pointer}
button:hover{border-color:var(--soft)}
button:disabled{opacity:.55;cursor:default}
.run{color:var(--accent);background:var(--tint);border-color:transparent}
.delete{color:var(--bad)}
.primary{color:var(--on-accent);background:var(--accent);border-color:transparent}
a.button{display:flex;align-items:center;justify-content:center;min-height:2.75rem;font-weight:600;color:var(--on-accent);background:var(--accent);border-radius:1.25rem;text-decoration:none}
.sign-in{max-width:26rem}
#ways{display:grid;gap:1.25rem;margin-top:1.5rem}
#ways button{min-height:2.75rem;font-size:1rem}
.status,.alert{margin-top:1rem;padding:.75rem 1rem;background:var(--tint);border-radius:.875rem}
.alert{color:var(--bad);background:var(--bad-tint)}
dialog{width:min(34rem,calc(100% - 2rem));padding:1.5rem;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:1.25rem;box-shadow:0 24px 64px #0000004d}
dialog::backdrop{background:#0a061480}
form{display:grid;gap:1rem}
label{display:grid;gap:.25rem;font-size:.9375rem;font-weight:600}
input,textarea{width:100%;min-height:2.75rem;padding:.5rem .75rem;font:inherit;font-weight:400;color:var(--text);background:var(--ground);border:1px solid var(--soft);border-radius:.75rem}
textarea{resize:vertical}

@media (max-width:30rem){
main{padding-top:1.25rem}
header{align-items:flex-start}
#person{width:100%;justify-content:space-between}
#person p{text-align:left}
}
@media (forced-colors:active){code,output{border:1px solid CanvasText}}
`;
