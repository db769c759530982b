/** The style of the HTML report: one readable column, light and dark, white panels under charts, paper. */
export const stylesheet = `
:root{color-scheme:light dark;--ink:#0b0c0c;--page:#fff;--quiet:#484d51;--line:#b1b4b6;--band:#f3f2f1;--link:#12436d;--mark:#12436d}
@media (prefers-color-scheme:dark){:root{--ink:#f3f2f1;--page:#1d2327;--quiet:#c8ccd0;--line:#5c6570;--band:#2a3238;--link:#8fc7ff;--mark:#8fc7ff}}
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
.files,.table-notes,details{font-size:.9375rem}
details{margin-top:.5rem}
summary{cursor:pointer;padding:.25rem 0}
.scroller{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9375rem;line-height:1.4;font-variant-numeric:tabular-nums}
th,td{padding:.4rem 1.25rem .4rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;overflow-wrap:normal}
th:last-child,td:last-child{padding-right:0}
thead th{vertical-align:bottom;border-bottom-width:2px}
tbody th{font-weight:normal;min-width:6rem}
.number{text-align:right;white-space:nowrap}
thead .number{white-space:normal}
.table-notes{margin:.5rem 0 0;color:var(--quiet)}
.table-notes p{margin:0 0 .25rem}
@media (max-width:43rem){.wide{display:none}.narrow{display:block}.panel{margin:0 -1rem;border-width:1px 0}.panel svg{max-width:28rem;margin:0 auto}th,td{min-width:5.5rem}h1{font-size:1.625rem}h2{font-size:1.3125rem}}
@media print{:root{color-scheme:light;--ink:#000;--page:#fff;--quiet:#333;--line:#999;--band:#f3f2f1;--link:#000;--mark:#333}
@page{size:A4;margin:18mm}
body{font-size:10.5pt}
header,nav,main{max-width:none;padding:0}
nav,.skip,.files{display:none}
.wide{display:block}.narrow{display:none}
h2,h3,figcaption,.panel,summary,thead{break-after:avoid}
.panel,figcaption,.chart .scroller,.notice,.note,tr{break-inside:avoid}
.panel svg,.panel .wide svg{max-width:14cm;margin:0 auto}
thead{display:table-header-group}
.scroller{overflow:visible}
.table-notes{break-before:avoid}
details::details-content{content-visibility:visible;display:block;block-size:auto}}
`
