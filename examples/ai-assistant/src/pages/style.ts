/**
 * The style sheet of all pages.
 */

export const STYLE = `
:root{--ground:#f4f8f7;--side:#e4eeec;--card:#fff;--text:#10211f;--soft:#49605c;--line:#cbdad7;--accent:#0f6e66;--on-accent:#fff;--tint:#d3e9e5;--bad:#a3261e;--bad-tint:#fbe4e1}
@media (prefers-color-scheme:dark){:root{--ground:#0d1615;--side:#121f1d;--card:#182725;--text:#e6f1ef;--soft:#a0b6b2;--line:#2c403d;--accent:#5eead4;--on-accent:#04211d;--tint:#173b36;--bad:#ff9c92;--bad-tint:#3d1c19}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;min-height:100dvh;display:grid;grid-template-columns:16rem minmax(0,1fr);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;color:var(--text);background:var(--ground);overflow-wrap:anywhere}
a{color:var(--accent)}
p,h1,h2,ul{margin:0}
ul{padding:0;list-style:none}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:.375rem}
.skip{position:absolute;left:1rem;top:-4rem;z-index:2;padding:.5rem .875rem;background:var(--card)}
.skip:focus{top:.5rem}

.side{position:sticky;top:0;height:100vh;height:100dvh;display:flex;flex-direction:column;gap:1.25rem;padding:1.25rem .875rem 16rem;overflow:auto;background:var(--side);border-right:1px solid var(--line)}
.brand{display:flex;align-items:center;gap:.625rem;padding:0 .5rem;font-size:1.375rem;font-weight:700;letter-spacing:-.02em;color:inherit;text-decoration:none}
.brand svg{width:2rem;height:2rem;fill:none;stroke:var(--accent);stroke-width:2.25;stroke-linecap:round;stroke-linejoin:round}
.agents{flex:1}
.agents ul{display:grid;gap:.125rem}
.agents a{display:flex;align-items:center;gap:.625rem;min-height:2.75rem;padding:.375rem .5rem;border-radius:.75rem;color:inherit;text-decoration:none}
.agents a:hover{background:var(--tint)}
.agents a[aria-current]{background:var(--card);font-weight:600;box-shadow:0 1px 2px #0000001f}
.face{flex:none;display:grid;place-items:center;width:1.875rem;height:1.875rem;border-radius:50%;background:var(--tint);color:var(--accent);font-size:.875rem;font-weight:700}
.agents .add{color:var(--accent);font-weight:600}
.add::before{content:"+";display:grid;place-items:center;width:1.875rem;height:1.875rem;border:1px dashed currentColor;border-radius:50%;font-weight:400}
.own{position:fixed;left:0;bottom:0;width:calc(16rem - 1px);display:grid;gap:.75rem;padding:.875rem 1.375rem 1.25rem;background:var(--side);border-top:1px solid var(--line);font-size:.9375rem}
.own p{min-width:0}
.own nav{display:grid}
.own nav a{padding:.25rem 0;color:var(--soft);text-decoration:none}
.own nav a:hover{color:var(--text);text-decoration:underline}
.own nav a[aria-current]{color:var(--text);font-weight:600}
.own b,.own span{display:block}
.own span{font-size:.875rem;color:var(--soft)}
.own button{width:100%}

main{width:100%;max-width:52rem;min-height:100vh;min-height:100dvh;margin:0 auto;padding:2rem 2rem 1.5rem;display:flex;flex-direction:column}
h1{font-size:1.625rem;line-height:1.25;letter-spacing:-.02em;text-wrap:balance}
.lead{margin:.25rem 0 1.5rem;color:var(--soft)}
.welcome{flex:1;display:flex;flex-direction:column;justify-content:center;gap:1.5rem;padding-bottom:1.5rem}
.welcome h1{font-size:2.125rem;text-align:center}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:1rem}
.cards li{position:relative;padding:1.125rem 1.25rem 1.25rem;background:var(--card);border:1px solid var(--line);border-radius:1.125rem}
.cards li:hover{border-color:var(--accent)}
.cards a{display:flex;align-items:center;gap:.625rem;margin-bottom:.5rem;color:inherit;text-decoration:none;font-size:1.0625rem}
.cards a::after{content:"";position:absolute;inset:0;border-radius:1.125rem}
.cards a:focus-visible{outline:0}
.cards a:focus-visible::after{outline:3px solid var(--accent);outline-offset:2px}
.cards p{color:var(--soft);font-size:.9375rem}
.empty{padding:1.5rem;margin-top:1rem;border:1px dashed var(--line);border-radius:1rem;color:var(--soft)}

.heading{display:flex;align-items:center;gap:.875rem;padding-bottom:1.125rem;border-bottom:1px solid var(--line)}
.heading .face{width:2.75rem;height:2.75rem;font-size:1.125rem}
.heading div{flex:1;min-width:0}
.heading p{color:var(--soft);font-size:.9375rem}
.danger{position:relative;align-self:start;font-size:.9375rem}
.danger summary{min-height:2.25rem;padding:.375rem .5rem;color:var(--bad);cursor:pointer}
.danger form{position:absolute;right:0;z-index:1;display:grid;gap:.75rem;width:15rem;padding:1rem;background:var(--card);border:1px solid var(--line);border-radius:1rem;box-shadow:0 12px 32px #0000002e}
.danger button{color:var(--bad)}
.talk{flex:1;display:flex;flex-direction:column;align-items:flex-start;gap:.75rem;padding:1.5rem .25rem}
.talk p{max-width:min(38rem,88%);padding:.625rem 1rem .75rem;background:var(--card);border:1px solid var(--line);border-radius:.375rem 1.125rem 1.125rem 1.125rem;white-space:pre-wrap;scroll-margin-bottom:9rem}
.talk .you{align-self:flex-end;background:var(--tint);border-color:transparent;border-radius:1.125rem .375rem 1.125rem 1.125rem}
.talk .failed{color:var(--bad);background:var(--bad-tint);border-color:transparent}
.talk .who{display:block;font-size:.8125rem;font-weight:600;color:var(--soft)}
.talk .you .who,.talk .failed .who{color:inherit}
.composer{position:sticky;bottom:1rem;display:grid;grid-template-columns:minmax(0,1fr) auto;align-items:end;gap:.25rem .75rem;padding:.75rem .75rem .75rem 1.125rem;background:var(--card);border:1px solid var(--line);border-radius:1.375rem;box-shadow:0 8px 28px #0000001a}
.composer:focus-within{border-color:var(--accent)}
.composer label{grid-column:1/-1;font-size:.8125rem;font-weight:600;color:var(--soft)}
.composer textarea{padding:.25rem 0;border:0;outline:0;resize:none;background:none}

form{margin:0}
.panel{display:grid;gap:1.125rem;justify-items:start;max-width:34rem;padding:1.5rem;background:var(--card);border:1px solid var(--line);border-radius:1.125rem}
.panel>label{display:grid;gap:.25rem;width:100%;font-size:.9375rem;font-weight:600}
input,textarea{width:100%;font:inherit;font-weight:400;color:var(--text)}
input{min-height:2.75rem;padding:.5rem .75rem;background:var(--card);border:1px solid var(--soft);border-radius:.625rem}
input[type=number]{width:9rem}
::placeholder{color:var(--soft);opacity:1}
fieldset{display:grid;gap:.625rem;width:100%;min-width:0;margin:0;padding:0;border:0}
legend{padding:0 0 .375rem;font-size:.9375rem;font-weight:600}
.choice{display:grid;grid-template-columns:auto minmax(0,1fr);align-items:start;gap:.75rem;padding:.75rem 1rem;border:1px solid var(--line);border-radius:.875rem;cursor:pointer}
.choice:has(:checked){border-color:var(--accent);background:var(--tint)}
.choice input{width:1.125rem;min-height:0;height:1.125rem;margin:.1875rem 0 0;accent-color:var(--accent)}
.choice b{display:block}
.choice span{color:var(--soft);font-size:.9375rem}
.choice b{color:var(--text)}
button,.button{display:inline-flex;align-items:center;justify-content:center;min-height:2.5rem;padding:.25rem 1.125rem;font:inherit;font-size:.9375rem;font-weight:600;text-decoration:none;color:var(--text);background:var(--card);border:1px solid var(--line);border-radius:1.25rem;cursor:pointer}
button:hover,.button:hover{border-color:var(--soft)}
button:disabled{opacity:.55;cursor:default}
.primary{color:var(--on-accent);background:var(--accent);border-color:transparent}
.notice{padding:.75rem 1.125rem;margin-bottom:1.25rem;max-width:34rem;background:var(--tint);border-radius:.875rem}

@media (max-width:48rem){
body{display:flex;flex-direction:column}
.side{position:static;height:auto;gap:.75rem;padding:.875rem 1rem;border-right:0;border-bottom:1px solid var(--line)}
.agents ul{display:flex;flex-wrap:wrap;gap:.375rem}
.agents a{min-height:2.5rem;padding:.25rem .875rem;background:var(--card);border:1px solid var(--line);border-radius:1.25rem;font-size:.9375rem}
.agents a[aria-current]{border-color:var(--accent);box-shadow:none}
.agents .face{display:none}
.agents .add::before{width:auto;height:auto;border:0}
.own{position:static;width:auto;grid-template-columns:minmax(0,1fr) auto;align-items:center;gap:.375rem 1rem;padding:.75rem 1rem 1rem}
.own nav{grid-column:1/-1;display:flex;flex-wrap:wrap;gap:0 1.25rem}
.own button{width:auto}
main{flex:1;min-height:0;padding:1.25rem 1rem 1rem}
.welcome{justify-content:flex-start}
.welcome h1{font-size:1.625rem;text-align:left}
.cards{grid-template-columns:minmax(0,1fr);gap:.75rem}
.panel{padding:1.25rem 1rem}
}
@media (forced-colors:active){.face,.talk p{border:1px solid CanvasText}}
`;
