/**
 * The style sheet of all pages.
 */

export const STYLE = `
:root{--ground:#f6f5fb;--card:#fff;--well:#f0eff8;--dots:#d6d3e8;--text:#1a1830;--soft:#5d5a74;--line:#dedbec;--accent:#4a3fc4;--tint:#e9e7fb;--on-accent:#fff;--bad:#a3261e;--input:#2f7d4f;--documents:#9a5b00;--prompt:#4a3fc4;--model:#b0307a;--tool:#0b6f86;--output:#56525f}
@media (prefers-color-scheme:dark){:root{--ground:#12111c;--card:#1b1a29;--well:#16151f;--dots:#312f48;--text:#edecf7;--soft:#a8a5c0;--line:#34324a;--accent:#aaa2ff;--tint:#2a2750;--on-accent:#121021;--bad:#ff9c92;--input:#6fd49a;--documents:#f0b060;--prompt:#aaa2ff;--model:#f58cc6;--tool:#6fd3e8;--output:#bdb9cc}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;min-height:100vh;min-height:100dvh;display:flex;flex-direction:column;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;color:var(--text);background:var(--ground);overflow-wrap:anywhere}
a{color:var(--accent)}
p{margin:0}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:.375rem}
.skip{position:absolute;left:1rem;top:-4rem;z-index:3;padding:.5rem .875rem;background:var(--card);border:1px solid var(--line);border-radius:.5rem}
.skip:focus{top:.5rem}

.top{display:flex;align-items:center;justify-content:space-between;gap:1rem;padding:0 max(1.5rem,calc((100% - 66rem)/2));min-height:4rem;background:var(--card);border-bottom:1px solid var(--line)}
.brand{display:flex;align-items:center;gap:.625rem;font-weight:700;font-size:1.125rem;letter-spacing:-.015em;color:inherit;text-decoration:none}
.brand svg{width:1.875rem;height:1.875rem;fill:var(--tint);stroke:var(--accent);stroke-width:2.25;stroke-linecap:round}
.brand path{fill:none}
.profile{position:relative;min-width:0}
.profile summary{display:flex;align-items:center;gap:.625rem;min-height:2.75rem;max-width:16rem;padding:.25rem .75rem .25rem .375rem;border:1px solid var(--line);border-radius:2rem;font-size:.9375rem;font-weight:600;cursor:pointer;list-style:none}
.profile summary::-webkit-details-marker{display:none}
.profile summary:hover,.profile[open] summary{border-color:var(--accent)}
.profile summary::after{content:"";flex:none;width:.4rem;height:.4rem;margin:-.2rem .125rem 0;border:solid var(--soft);border-width:0 2px 2px 0;transform:rotate(45deg)}
.face{flex:none;display:grid;place-items:center;width:2rem;height:2rem;border-radius:50%;background:var(--accent);color:var(--on-accent)}
.name{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.profile nav{position:absolute;right:0;top:calc(100% + .5rem);z-index:2;width:15rem;padding:.5rem;background:var(--card);border:1px solid var(--line);border-radius:.875rem;box-shadow:0 12px 32px #0e0b2030}
.profile nav p{padding:.375rem .75rem .625rem;margin-bottom:.375rem;border-bottom:1px solid var(--line);font-size:.875rem;color:var(--soft)}
.profile nav b{color:var(--text)}
.profile nav a,.profile nav button{display:block;width:100%;min-height:2.5rem;padding:.5rem .75rem;border:0;border-radius:.5rem;background:none;color:inherit;font-size:.9375rem;font-weight:400;text-align:left;text-decoration:none}
.profile nav a:hover,.profile nav button:hover{background:var(--tint)}
.open-mode{padding:.625rem 1.5rem;text-align:center;background:var(--tint);border-bottom:1px solid var(--line);font-size:.9375rem}

main{flex:1;width:100%;max-width:69rem;margin:0 auto;padding:2.25rem 1.5rem 3rem}
h1{margin:0;font-size:2rem;line-height:1.2;letter-spacing:-.02em;text-wrap:balance}
h2{margin:0;font-size:1.0625rem;line-height:1.35}
.lead{margin:.375rem 0 1.75rem;max-width:44rem;color:var(--soft)}
.back{margin-bottom:.5rem;font-size:.9375rem}
.panel,.card,.canvas{min-width:0;background:var(--card);border:1px solid var(--line);border-radius:1rem}
.panel{padding:1.375rem 1.5rem 1.5rem;margin-top:1.5rem}
.panel>h2{margin-bottom:1rem}
.pair{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:0 1.5rem}
.empty{padding:1.5rem;border:1px dashed var(--line);border-radius:1rem;color:var(--soft)}

.cards{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:1.25rem;margin:0;padding:0;list-style:none}
.card{position:relative;padding:.625rem .625rem 1.125rem}
.card:hover{border-color:var(--accent)}
.card>h2,.card>p{padding:0 .75rem}
.card h2 a{color:inherit;text-decoration:none}
.card h2 a::after{content:"";position:absolute;inset:0;border-radius:1rem}
.card h2 a:focus-visible{outline:0}
.card h2 a:focus-visible::after{outline:3px solid var(--accent);outline-offset:2px}
.card p{color:var(--soft);font-size:.9375rem}
.card .facts{margin-top:.5rem;font-size:.8125rem}
.preview{display:block;width:100%;height:7rem;margin-bottom:.875rem;padding:.5rem;border-radius:.625rem;background:var(--well) radial-gradient(var(--dots) 1px,transparent 1.5px) 0 0/.875rem .875rem}
.preview rect{fill:var(--output);opacity:.85}
.canvas{overflow:auto;background:var(--card) radial-gradient(var(--dots) 1px,transparent 1.5px) 0 0/1.25rem 1.25rem}
.flow{display:block;margin:1.5rem auto;max-width:none}
.edge{fill:none;stroke:var(--soft);stroke-width:2;stroke-linecap:round}
.preview .edge{stroke-width:5}
.step rect{fill:var(--card);stroke:var(--line);stroke-width:1.5}
.step text{font:600 14px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;fill:var(--text)}
.step .kind{font-weight:400;font-size:12px;fill:var(--soft)}
.port{fill:var(--card);stroke:var(--soft);stroke-width:2}
.input .dot,.preview .input{fill:var(--input)}
.documents .dot,.preview .documents{fill:var(--documents)}
.prompt .dot,.preview .prompt{fill:var(--prompt)}
.model .dot,.preview .model{fill:var(--model)}
.tool .dot,.preview .tool{fill:var(--tool)}
.output .dot,.preview .output{fill:var(--output)}

form{display:grid;gap:1rem;justify-items:start;margin:0}
label{display:grid;gap:.25rem;width:100%;font-size:.9375rem;font-weight:600}
input,select{width:100%;min-height:2.75rem;padding:.5rem .75rem;font:inherit;font-weight:400;color:var(--text);background:var(--card);border:1px solid var(--soft);border-radius:.5rem}
fieldset{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:1rem;width:100%;min-width:0;margin:0;padding:0;border:0}
legend{padding:0 0 .25rem;font-size:.9375rem;font-weight:600}
.new>label{max-width:26rem}
.choice{position:relative;font-weight:400}
.choice input{position:absolute;top:1.125rem;left:1.125rem;width:1.125rem;min-height:1.125rem;margin:0;accent-color:var(--accent)}
.choice span{display:block;height:100%;padding:.5rem .5rem .875rem;border:1px solid var(--line);border-radius:.875rem;cursor:pointer}
.choice input:checked+span{border-color:var(--accent);box-shadow:inset 0 0 0 1px var(--accent)}
.choice input:focus-visible+span{outline:3px solid var(--accent);outline-offset:2px}
.choice b,.choice small{display:block;padding:0 .5rem}
.choice small{color:var(--soft);font-size:.875rem}
button,.button{display:inline-flex;align-items:center;justify-content:center;min-height:2.75rem;padding:.375rem 1.125rem;font:inherit;font-size:.9375rem;font-weight:600;text-decoration:none;color:var(--text);background:var(--card);border:1px solid var(--line);border-radius:.5rem;cursor:pointer}
button:hover,.button:hover{border-color:var(--soft)}
.primary{color:var(--on-accent);background:var(--accent);border-color:transparent}
.primary:hover{border-color:transparent;filter:brightness(1.08)}
.danger{margin-top:1.25rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.9375rem}
.danger summary{width:fit-content;color:var(--bad);cursor:pointer}
.danger form{margin-top:.75rem;gap:.625rem}
.danger button{color:var(--bad)}
footer{padding:1.25rem 1.5rem;border-top:1px solid var(--line);color:var(--soft);font-size:.8125rem;text-align:center}

@media (max-width:52rem){.cards{grid-template-columns:repeat(2,minmax(0,1fr))}.pair,fieldset{grid-template-columns:minmax(0,1fr)}}
@media (max-width:36rem){
main{padding:1.5rem 1rem 2.5rem}
.top{padding:0 1rem}
.cards{grid-template-columns:minmax(0,1fr)}
h1{font-size:1.625rem}
.panel{padding:1.125rem 1rem 1.25rem;margin-top:1.25rem}
.profile summary{max-width:11rem}
}
@media (forced-colors:active){.step rect,.edge,.port{stroke:CanvasText}.dot,.preview rect{fill:Highlight}}
`;
