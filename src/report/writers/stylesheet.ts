/** The style of the HTML report: one readable column, light and dark, white panels under charts, paper. */
export const stylesheet = `
:root{color-scheme:light dark;--ink:#0b0c0c;--page:#fff;--quiet:#484d51;--line:#b1b4b6;--band:#f3f2f1;--link:#12436d;--mark:#12436d;--shade:#0b0c0c33}
@media (prefers-color-scheme:dark){:root{--ink:#f3f2f1;--page:#1d2327;--quiet:#c8ccd0;--line:#5c6570;--band:#2a3238;--link:#8fc7ff;--mark:#8fc7ff;--shade:#0009}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:1.0625rem/1.5 Arimo,Arial,"Liberation Sans",Helvetica,sans-serif;overflow-wrap:break-word}
.skip{position:absolute;left:-100rem}
.skip:focus{position:static}
header,nav,main{max-width:46rem;margin:0 auto;padding:0 1rem}
header{padding-top:2rem}
main{padding-bottom:3rem}
h1{font-size:2rem;line-height:1.15;margin:0 0 .5rem}
h2{font-size:1.5rem;line-height:1.2;margin:2.5rem 0 .75rem;padding-top:1rem;border-top:1px solid var(--line)}
h3{font-size:1.1875rem;line-height:1.25;margin:1.75rem 0 .5rem}
p,ul,ol{margin:0 0 1rem}
.subtitle{font-size:1.1875rem;color:var(--quiet)}
.notice,.note{margin:0 0 1rem;padding:.75rem 1rem;border-left:.375rem solid var(--mark);background:var(--band)}
.notice{margin-bottom:1.5rem;border:.1875rem solid var(--mark);border-left-width:.75rem;font-weight:bold}
.note p:last-child,.notice p:last-child{margin-bottom:0}
.note-title{font-weight:bold;margin-bottom:.25rem}
a{color:var(--link)}
a:focus-visible,summary:focus-visible,.scroller:focus-visible{outline:3px solid #ffdd00;outline-offset:0;box-shadow:0 0 0 5px #0b0c0c}
code{font-family:"Liberation Mono",Menlo,Consolas,monospace;font-size:.9em}
nav ol{padding-left:1.5rem}
figure{margin:1.5rem 0}
figcaption{font-weight:bold;margin-bottom:.5rem}
.headline{display:block;font-size:1.1875rem;line-height:1.3}
.label,.detail{display:block;font-weight:normal;color:var(--quiet)}
.panel{background:#fff;border:1px solid var(--line)}
.panel svg{display:block;width:100%;height:auto}
.narrow{display:none}
.files{margin:.5rem 0 0;padding:0;list-style:none;display:flex;flex-wrap:wrap;gap:0 1.25rem}
.files a{display:inline-block;padding:.25rem 0}
.files,.table-notes,details{font-size:.9375rem}
details{margin-top:.5rem}
summary{cursor:pointer;padding:.25rem 0}
.whole,td .tag{white-space:nowrap}
.sound::before,.plain::before{content:"";display:inline-block;width:.6em;height:.6em;margin-right:.4em;border:.13em solid var(--quiet);border-radius:50%}
.sound::before{background:var(--quiet)}
.open,.fault{padding:0 .3125rem;border:1px dashed var(--quiet);border-radius:.1875rem}
.fault{border:1px solid #801650;background:#801650;color:#fff;font-weight:bold}
.scroller{overflow-x:auto;background:linear-gradient(to left,var(--page) 40%,transparent) right/2.5rem 100% no-repeat local,linear-gradient(to left,var(--shade),transparent) right/.75rem 100% no-repeat scroll}
.broad{margin-inline:calc(50% - min(50vw - 1rem,32rem))}
@media (min-width:60rem){.broad td:first-child{min-width:8.25rem}}
table{border-collapse:collapse;width:100%;font-size:.9375rem;line-height:1.4;font-variant-numeric:tabular-nums}
th,td{padding:.4rem 1.25rem .4rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;overflow-wrap:normal}
th:last-child,td:last-child{padding-right:0}
thead th{vertical-align:bottom;border-bottom-width:2px}
tbody th{font-weight:normal;min-width:6rem}
.number{text-align:right;white-space:nowrap}
thead .number{white-space:normal}
.table-notes{margin:.5rem 0 0;color:var(--quiet)}
.table-notes p{margin:0 0 .25rem}
@media screen and (max-width:43rem){.wide{display:none}.narrow{display:block}.panel{margin:0 -1rem;border-width:1px 0}.panel svg{max-width:28rem;margin:0 auto}table{font-size:.875rem}th,td{padding-right:.5rem}tbody th{min-width:5rem}.broad th,.broad td{min-width:5rem}.broad{margin-inline:0}.broad table{width:36rem}.broad tbody th{position:sticky;left:0;max-width:7rem;background:var(--page)}li ul{padding-left:.875rem}h1{font-size:1.625rem}h2{font-size:1.3125rem}}
@media print{:root{color-scheme:light;--ink:#000;--page:#fff;--quiet:#333;--line:#999;--band:#f3f2f1;--link:#000;--mark:#333}
@page{size:A4;margin:18mm}
body{font-size:10.5pt}
header,nav,main{max-width:none;padding:0}
nav,.skip,.files{display:none}
h2,h3,figcaption,.panel,summary,thead{break-after:avoid}
.panel,figcaption,.chart .scroller,.notice,.note,tr{break-inside:avoid}
.panel{border:0}
.panel svg{max-width:14cm}
thead{display:table-header-group}
table{font-size:8.5pt;line-height:1.3}
th,td{padding:.15rem .75rem .15rem 0}
.broad{margin-inline:0}
.broad td:first-child{min-width:6.5rem}
.fault{background:none;color:#000;border:2px solid #000}
.scroller{overflow:visible;background:none}
.table-notes{break-before:avoid}
details::details-content{content-visibility:visible;display:block;block-size:auto}}
`
