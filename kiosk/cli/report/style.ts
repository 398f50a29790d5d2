/** The report's looks; one file, prints on A4. */
export const STYLE = `
:root{--ink:#2b2118;--soft:#75675a;--line:#e4d9cc;--paper:#fbf8f3;--card:#fff;--earth:#9a4a1f;--leaf:#2f6b4f;--stop:#a3312a;--sun:#b7791f}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,"Noto Sans",sans-serif}
main{max-width:1120px;margin:0 auto;padding:32px 24px 64px}
header{display:flex;gap:24px;align-items:flex-end;justify-content:space-between;border-bottom:4px solid var(--earth);padding-bottom:16px;flex-wrap:wrap}
h1{font-size:30px;line-height:1.15;margin:0}h2{font-size:19px;margin:0 0 12px}h3{font-size:15px;margin:20px 0 6px;color:var(--soft)}
header p{margin:4px 0 0;color:var(--soft)}
code,.mrz,.hash{font-family:ui-monospace,"Noto Sans Mono",monospace}
.mrz{background:#f3ece2;border-radius:8px;padding:12px 16px;font-size:15px;letter-spacing:.04em;overflow-x:auto;white-space:pre;margin:20px 0 4px}
.stamp{border:2px solid var(--leaf);color:var(--leaf);border-radius:8px;padding:6px 14px;font-weight:600;white-space:nowrap}
.stamp.no{border-color:var(--stop);color:var(--stop)}
.grid{display:grid;grid-template-columns:minmax(260px,360px) 1fr;gap:20px;margin-top:20px;align-items:start}
.grid>div{display:grid;gap:20px}
section{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:20px;break-inside:avoid}
main>section{margin-top:20px}
figure{margin:0}figure svg{width:100%;height:auto;display:block;border-radius:8px;border:1px solid var(--line);background:#fff}
figcaption,small,.key{color:var(--soft);font-size:13px}figcaption{margin-top:8px}small{display:block;font-size:12px}
.row{display:flex;gap:20px;flex-wrap:wrap}.row figure{flex:1 1 240px;max-width:420px}
.guide{fill:none;stroke:#fff;stroke-width:1.5;opacity:.85}.guide .soft{stroke-dasharray:6 6}
.eyes{fill:none;stroke:#ffd34d;stroke-width:2}.eyes .middle{fill:#ffd34d}
.minutiae{fill:none;stroke-width:1.6}.minutiae .ending{stroke:#d0342c}.minutiae .bifurcation{stroke:#1763b6}.minutiae .other{stroke:#7a5c00}
.key svg{width:36px;height:24px;vertical-align:middle;margin-left:12px}.key svg:first-child{margin-left:0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px;margin:0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%}th{font-weight:600;text-align:left;color:var(--soft);font-size:13px}
td,th{padding:6px 10px 6px 0;border-bottom:1px solid var(--line);vertical-align:top}tr:last-child td{border-bottom:0}
.number{font-variant-numeric:tabular-nums}td.number{white-space:nowrap}.reason{color:var(--soft)}
.bar{width:110px;height:8px;vertical-align:middle;fill:var(--earth)}.bar .ground{fill:#eee5da}
.chip{display:inline-block;border-radius:99px;padding:1px 10px;font-size:13px;background:#f0e9df;color:var(--soft);white-space:nowrap}
.chip.yes{background:#dfeee6;color:var(--leaf)}.chip.no{background:#f7dfdc;color:var(--stop)}.chip.open{background:#f8ecd2;color:#7a5310}
.hash{font-size:12px;color:var(--soft);overflow-wrap:anywhere}
.time{display:flex;align-items:center;gap:8px}.time .number{white-space:nowrap}.time svg{flex:none;width:110px;height:10px;fill:var(--sun)}
footer{margin-top:28px;color:var(--soft);font-size:13px}
@media(max-width:760px){.grid{grid-template-columns:1fr}}
@media print{body{background:#fff}main{padding:0}section{border-color:#bbb}}
`;
