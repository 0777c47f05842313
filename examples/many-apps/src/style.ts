/**
 * The style sheet of all apps.
 */

export const STYLE = `
:root{--ground:#f2f5f3;--card:#fff;--well:#f6f8f7;--text:#141a17;--soft:#56625c;--line:#dbe2de;--accent:#0c6b4e;--tint:#e0f0e9;--on-accent:#fff;--second:#b4620a;--bad:#a3261e;--shade:0 1px 2px #0e1f1710,0 6px 20px #0e1f170a}
@media (prefers-color-scheme:dark){:root{--ground:#0e1211;--card:#171c1a;--well:#121715;--text:#e9eeeb;--soft:#9fada6;--line:#2b3330;--accent:#5fd6a8;--tint:#163028;--on-accent:#07120d;--second:#f0b060;--bad:#ff9c92;--shade:none}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;min-height:100vh;min-height:100dvh;display:flex;flex-direction:column;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;color:var(--text);background:var(--ground)}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:.375rem}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:1rem;top:-4rem;z-index:2;padding:.5rem .875rem;background:var(--card);border:1px solid var(--line);border-radius:.5rem}
.skip:focus{top:.5rem}

.top{display:grid;grid-template-columns:auto 1fr auto;align-items:center;gap:.25rem 2rem;padding:0 max(1.5rem,calc((100% - 70rem)/2));min-height:4rem;background:var(--card);border-bottom:1px solid var(--line)}
.brand{display:flex;align-items:center;gap:.625rem;font-weight:700;letter-spacing:-.01em;color:inherit;text-decoration:none;white-space:nowrap}
.brand svg{width:1.75rem;height:1.75rem;fill:none;stroke:var(--accent);stroke-width:1.25}
.brand circle{stroke-width:2}
.brand .hub{fill:var(--accent)}
.top nav{display:flex;gap:.25rem;align-self:stretch}
.top nav a{display:flex;align-items:center;padding:0 .75rem;color:var(--soft);text-decoration:none;border-bottom:3px solid transparent;border-top:3px solid transparent}
.top nav a:hover{color:var(--text)}
.top nav a[aria-current]{color:var(--text);font-weight:600;border-bottom-color:var(--accent)}
.top nav a:focus-visible{outline-offset:-4px}
.account{display:flex;align-items:center;gap:.875rem;min-width:0;font-size:.875rem;color:var(--soft)}
.account p{min-width:0;max-width:20rem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.account b{color:var(--text);font-weight:600}
button,.button{display:inline-flex;align-items:center;justify-content:center;gap:.35em;min-height:2.25rem;font:inherit;font-size:.875rem;font-weight:600;white-space:nowrap;text-decoration:none;color:var(--text);background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.25rem .875rem;cursor:pointer}
button:hover,.button:hover{border-color:var(--soft)}
button[aria-pressed=true]{color:var(--accent);background:var(--tint)}
.primary{color:var(--on-accent);background:var(--accent);border-color:transparent}
.primary:hover{border-color:transparent;filter:brightness(1.08)}

main{flex:1;width:100%;max-width:73rem;margin:0 auto;padding:2.25rem 1.5rem 2.5rem}
h1{margin:0;font-size:2rem;line-height:1.2;letter-spacing:-.02em;text-wrap:balance}
h2{margin:0;font-size:1rem;line-height:1.4}
p{margin:0}
.lead{margin:.375rem 0 1.75rem;max-width:44rem;color:var(--soft);text-wrap:pretty}
.panel,.tile,.card{min-width:0;background:var(--card);border:1px solid var(--line);border-radius:.875rem;box-shadow:var(--shade)}
.panel{padding:1.25rem 1.5rem 1.375rem;margin-top:1.25rem}
.panel>header{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;gap:.25rem 1.5rem;margin-bottom:1rem}
.panel>h2{margin-bottom:.875rem}
.pair{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:0 1.25rem}

.cards{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:1.25rem}
.card{position:relative;display:flex;flex-direction:column;padding:1.25rem 1.5rem 1.375rem;transition:border-color .15s,transform .15s}
.card:hover{border-color:var(--accent);transform:translateY(-2px)}
.card header{display:flex;align-items:center;justify-content:space-between;gap:.75rem;margin-bottom:1.25rem}
.card h2{font-size:1.25rem;letter-spacing:-.01em}
.card h2 a{color:inherit;text-decoration:none}
.card h2 a::after{content:"";position:absolute;inset:0;border-radius:.875rem}
.card h2 a:focus-visible{outline:0}
.card h2 a:focus-visible::after{outline:3px solid var(--accent);outline-offset:2px}
.card h2 a::before{content:"";float:right;width:.4rem;height:.4rem;margin:.6rem 0 0 .625rem;border:solid var(--accent);border-width:2px 2px 0 0;transform:rotate(45deg)}
.card ul{flex:1}
.card>p{margin-top:1rem;color:var(--soft);font-size:.9375rem}
.card>p b{color:var(--text)}
.tag{font-size:.75rem;font-weight:600;color:var(--accent);background:var(--tint);border-radius:1rem;padding:.125rem .625rem;white-space:nowrap}
.home ol{margin:0 0 1rem;padding-left:1.25rem}
.home li{margin:0 0 .375rem}
pre{margin:0;padding:.875rem 1rem;overflow-x:auto;background:var(--well);border:1px solid var(--line);border-radius:.625rem}
code{font:.8125rem/1.7 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}

.tiles{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:1.25rem}
.three{grid-template-columns:repeat(3,minmax(0,1fr))}
.tile{display:grid;grid-template-columns:1fr auto;gap:.125rem .5rem;padding:1.125rem 1.25rem 0;overflow:hidden}
.tile h2{grid-column:1/-1;font-size:.875rem;font-weight:500;color:var(--soft)}
.three .tile{padding-bottom:1rem}
.figure{font-size:1.75rem;line-height:1.25;font-weight:700;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
.change{align-self:end;padding-bottom:.25rem;font-size:.875rem;font-weight:600;font-variant-numeric:tabular-nums;white-space:nowrap}
.up{color:var(--accent)}
.down{color:var(--bad)}
.tile .spark{grid-column:1/-1;margin:.625rem -1.25rem 0;width:calc(100% + 2.5rem);height:2.75rem}

svg .line,svg .earlier,svg .grid,svg .marks{fill:none;vector-effect:non-scaling-stroke;stroke-linecap:round;stroke-linejoin:round}
svg .line{stroke:var(--accent);stroke-width:2.25}
svg .area{fill:var(--accent);opacity:.12}
svg .earlier{stroke:var(--soft);stroke-width:1.5;stroke-dasharray:3 5;opacity:.8}
svg .grid{stroke:var(--line);stroke-width:1}
svg .marks{stroke:var(--second);stroke-width:9}
.spark{display:block;width:100%;height:4.5rem;overflow:visible}
.tile .spark .line{stroke-width:1.75}
.targets rect{fill:transparent}
.targets rect:hover{fill:var(--accent);opacity:.15}
.chart{display:grid;grid-template-columns:auto minmax(0,1fr);gap:0 .75rem;margin:0;font-size:.8125rem;color:var(--soft);font-variant-numeric:tabular-nums}
.chart svg{display:block;width:100%;height:16rem;overflow:visible}
.window{position:relative;overflow:hidden}
.window svg{height:15rem}
.window #moving{position:absolute;inset:0}
.scale{display:flex;flex-direction:column;justify-content:space-between;margin:-.625rem 0;text-align:right}
.under{grid-column:2;display:flex;justify-content:space-between;margin-top:.625rem}
.columns{grid-template-columns:minmax(0,1fr)}
.columns .under{grid-column:1;border-top:1px solid var(--line);margin:0;padding-top:.5rem}
.columns svg{height:9.5rem}
.columns rect{fill:var(--accent);opacity:.45}
.columns .tallest{opacity:1}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;font-size:.8125rem;color:var(--soft)}
.legend span::before{content:"";display:inline-block;vertical-align:middle;width:1.125rem;margin-right:.5rem;border-top:3px solid var(--accent);border-radius:2px}
.legend .then::before{border-top:2px dashed var(--soft);border-radius:0}
.legend .order::before{width:.5625rem;height:.5625rem;border:0;border-radius:50%;background:var(--second)}
.bar{display:block;width:100%;height:.5rem;border-radius:.1875rem;fill:var(--accent)}
.shares,.card ul,.latest{list-style:none;margin:0;padding:0}
.shares li,.card li{display:grid;grid-template-columns:4.5rem minmax(0,1fr) 4rem;align-items:center;gap:.875rem;margin:0;padding:.375rem 0;font-size:.9375rem;font-variant-numeric:tabular-nums}
.card li{grid-template-columns:4rem minmax(0,1fr) 3rem;padding:0;font-size:.875rem}
.shares li span:last-child,.card li span:last-child{text-align:right}
.card ul{display:grid;align-content:space-between;min-height:4.5rem}
details{margin-top:1rem;font-size:.875rem}
summary{width:fit-content;color:var(--soft);cursor:pointer}
.plain{margin-top:.75rem}

.tools{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.75rem}
.segments{display:flex;padding:.1875rem;gap:.125rem;background:var(--card);border:1px solid var(--line);border-radius:.625rem}
.segments a{padding:.25rem .875rem;border-radius:.4375rem;font-size:.875rem;color:var(--soft);text-decoration:none}
.segments a:hover{color:var(--text)}
.segments a[aria-current]{color:var(--accent);background:var(--tint);font-weight:600}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{padding:.5625rem .75rem;text-align:right;font-weight:400;border-bottom:1px solid var(--line)}
th:first-child{text-align:left;padding-left:0}
td:last-child,th:last-child{padding-right:0}
thead th{font-size:.8125rem;color:var(--soft)}
.plain{width:auto}
.plain td,.plain th{padding-right:2rem}
.sales tbody tr:hover{background:var(--well)}
.sales th[scope=row]{font-weight:600}
.sales small{display:block;font-size:.8125rem;font-weight:400;color:var(--soft)}
.sales .change{padding-bottom:.5625rem}
.share .bar{display:inline-block;vertical-align:middle;width:5.5rem;margin-right:.75rem}
.share span{display:inline-block;min-width:2.75rem}
.sales .revenue{font-weight:600}
tbody tr:last-child>*{border-bottom:2px solid var(--line)}
tfoot th,tfoot td{border-bottom:0;padding-top:.75rem;font-weight:700}
.wide{padding-bottom:.625rem}

.heading{display:flex;flex-wrap:wrap;align-items:end;justify-content:space-between;gap:0 1.5rem}
.heading .tools{margin-bottom:1.75rem}
.state{display:flex;align-items:center;gap:.5rem;font-size:.875rem;font-weight:600;color:var(--soft)}
.state::before{content:"";width:.625rem;height:.625rem;border-radius:50%;background:currentColor}
.state[data-state=live]{color:var(--accent)}
.state[data-state=waiting]{color:var(--second)}
.state[data-state=ended]{color:var(--bad)}
#feed{display:grid;grid-template-columns:minmax(0,1fr) 22rem;gap:0 1.25rem}
#feed>div{display:flex;flex-direction:column}
#feed>div>.panel{flex:1}
#feed>.panel{margin-top:0}
.moving{padding-right:.125rem}
.latest{min-height:23.25rem}
.latest li{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:0 1rem;align-content:center;min-height:3.875rem;border-bottom:1px solid var(--line);font-variant-numeric:tabular-nums}
.latest li:last-child{border-bottom:0}
.latest span{white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.latest .time,.latest .city{color:var(--soft);font-size:.875rem;grid-row:2}
.latest .time{grid-column:2;text-align:right}
.latest .city{grid-column:1}
.latest .item{font-weight:600}
.latest .amount{grid-row:1;grid-column:2;text-align:right}
.ended{padding:2.5rem 1.5rem;text-align:center}
.ended h2{font-size:1.375rem;letter-spacing:-.01em}
.ended p{max-width:32rem;margin:0 auto .5rem;color:var(--soft)}
.ended .button{margin-top:.75rem;min-height:2.75rem;padding:.375rem 1.25rem;font-size:1rem}
.notice{margin:0 0 1.25rem;padding:.75rem 1rem;border-radius:.625rem;background:var(--tint)}

footer{padding:1.25rem 1.5rem;border-top:1px solid var(--line);color:var(--soft);font-size:.8125rem;text-align:center}
footer code{font-size:inherit}

@media (prefers-reduced-motion:no-preference){
.state[data-state=live]::before{animation:beat 2s ease-out infinite}
.latest li{animation:arrive .5s ease-out}
}
@keyframes beat{from{box-shadow:0 0 0 0 color-mix(in srgb,currentColor 60%,transparent)}70%,to{box-shadow:0 0 0 .5rem transparent}}
@keyframes arrive{from{background:var(--tint);transform:translateY(-.5rem)}}
@media (prefers-reduced-motion:reduce){.card,.card:hover{transition:none;transform:none}}

@media (max-width:60rem){
.tiles{grid-template-columns:repeat(2,minmax(0,1fr))}
.three{grid-template-columns:repeat(3,minmax(0,1fr))}
.cards,.pair,#feed{grid-template-columns:minmax(0,1fr)}
#feed>.panel{margin-top:1.25rem}
.top{grid-template-columns:1fr auto;padding-top:.75rem}
.top nav{grid-row:2;grid-column:1/-1;margin:0 -.75rem;height:2.75rem}
}
@media (max-width:40rem){
main{padding:1.5rem 1rem 2.5rem}
.top{padding:.625rem 1rem 0}
.top{column-gap:.75rem}
.brand{gap:.5rem;font-size:.9375rem}
.brand svg{width:1.625rem;height:1.625rem}
.account{gap:.625rem}
.top .label{display:none}
button,.button{padding:.25rem .75rem}
.segments a{padding:.25rem .625rem}
.tools .button span{display:none}
.top nav{justify-content:space-between;margin:0 -.5rem}
.top nav a{padding:0 .5rem}
h1{font-size:1.625rem}
.lead{margin-bottom:1.25rem}
.panel{padding:1rem 1rem 1.125rem;margin-top:1rem}
.cards,.tiles{gap:.75rem}
.tile{padding:.875rem .875rem 0}
.tile .spark{margin-left:-.875rem;margin-right:-.875rem;width:calc(100% + 1.75rem);height:2.25rem}
.figure{font-size:1.25rem}
.tiles:not(.three) .tile{grid-template-columns:1fr}
.three{grid-template-columns:minmax(0,1fr)}
.three .tile{grid-template-columns:1fr auto;align-items:baseline;padding-bottom:.75rem}
.three .tile h2{grid-column:1}
.chart svg,.window svg{height:12rem}
.chart{gap:0 .5rem;font-size:.75rem}
.sales thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.sales tbody,.sales tfoot,.sales{display:block}
.sales tr{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:.125rem 1rem;padding:.625rem 0;border-bottom:1px solid var(--line)}
.sales tbody tr:last-child{border-bottom-width:2px}
.sales tbody tr:last-child>*{border:0}
.sales tfoot tr{border-bottom:0}
.sales tbody tr:hover{background:none}
.sales th,.sales td{padding:0;border:0}
.sales .price,.sales .share{display:none}
.sales small{display:none}
.sales .revenue{grid-row:1;grid-column:2}
.sales .units{text-align:left;color:var(--soft);font-weight:400;font-size:.875rem}
.sales .units::after{content:" pieces"}
.sales .change{padding:0;font-size:.875rem}
}
@media (forced-colors:active){.bar,.columns rect{fill:Highlight;opacity:1}svg .line{stroke:CanvasText}svg .marks{stroke:Highlight}.top nav a[aria-current]{text-decoration:underline}}
`;
