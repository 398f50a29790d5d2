// A second opinion beside models/finger/compare: minutiae pairs in a table, agreeing pairs grown into clusters, the size of
// the best family of clusters as the score. Own code after the published idea of pair-table matching.
const D2 = Math.PI / 180,
  W = (a) => {
    a %= 360;
    return a > 180 ? a - 360 : a <= -180 ? a + 360 : a;
  };
const prep = new WeakMap();
function table(t) {
  let p = prep.get(t);
  if (p) return p;
  const m = [...t.minutiae].sort((a, b) => b.quality - a.quality).slice(0, 150);
  const rows = [];
  for (let k = 0; k < m.length; k++)
    for (let j = k + 1; j < m.length; j++) {
      const dx = m[j].x - m[k].x,
        dy = -(m[j].y - m[k].y),
        d = Math.hypot(dx, dy);
      if (d > 125 || d < 1) continue;
      const th = Math.atan2(dy, dx) / D2;
      let b1 = W(th - m[k].angle),
        b2 = W(th + 180 - m[j].angle);
      rows.push(b1 <= b2 ? { d, b1, b2, k, j, th } : { d, b1: b2, b2: b1, k: j, j: k, th: W(th + 180) });
    }
  rows.sort((a, b) => a.d - b.d);
  p = { rows, n: m.length };
  prep.set(t, p);
  return p;
}
export function compare(A, B) {
  const a = table(A),
    b = table(B);
  if (a.n < 10 || b.n < 10) return 0;
  const E = [];
  let st = 0;
  for (const r of a.rows) {
    while (st < b.rows.length && b.rows[st].d < r.d * 0.95) st++;
    for (let s = st; s < b.rows.length && b.rows[s].d <= r.d * 1.0526; s++) {
      const q = b.rows[s];
      if (Math.abs(W(r.b1 - q.b1)) > 11 || Math.abs(W(r.b2 - q.b2)) > 11) continue;
      E.push({ i: r.k, j: r.j, p: q.k, q: q.j, rot: W(r.th - q.th) });
    }
    if (E.length > 20000) break;
  }
  // graph over correspondences
  const key = (i, p) => i * 512 + p;
  const at = new Map();
  E.forEach((e, n) => {
    for (const k of [key(e.i, e.p), key(e.j, e.q)]) {
      let l = at.get(k);
      if (!l) at.set(k, (l = []));
      l.push(n);
    }
  });
  const done = new Uint8Array(E.length);
  const clusters = [];
  for (let s = 0; s < E.length; s++) {
    if (done[s]) continue;
    const mapA = new Map(),
      mapB = new Map();
    let c = 0,
      sx = 0,
      sy = 0;
    const q = [s];
    const mem = [];
    done[s] = 1;
    while (q.length) {
      const n = q.shift(),
        e = E[n];
      const mean = Math.atan2(sy, sx) / D2;
      if (c && Math.abs(W(e.rot - mean)) > 11) {
        continue;
      }
      const ok = (i, p) => (mapA.get(i) ?? p) === p && (mapB.get(p) ?? i) === i;
      if (!ok(e.i, e.p) || !ok(e.j, e.q)) continue;
      mapA.set(e.i, e.p);
      mapB.set(e.p, e.i);
      mapA.set(e.j, e.q);
      mapB.set(e.q, e.j);
      c++;
      sx += Math.cos(e.rot * D2);
      sy += Math.sin(e.rot * D2);
      mem.push(n);
      done[n] = 1;
      for (const k of [key(e.i, e.p), key(e.j, e.q)])
        for (const o of at.get(k))
          if (!done[o]) {
            done[o] = 2;
            q.push(o);
          }
    }
    for (let n = 0; n < E.length; n++) if (done[n] === 2 || (done[n] === 1 && 0)) done[n] = 0;
    mem.forEach((n) => (done[n] = 1));
    if (c >= 3) clusters.push({ c, rot: Math.atan2(sy, sx) / D2, mapA, mapB });
  }
  clusters.sort((x, y) => y.c - x.c);
  let best = 0;
  for (const base of clusters.slice(0, 5)) {
    let tot = base.c;
    const ma = new Map(base.mapA),
      mb = new Map(base.mapB);
    for (const o of clusters) {
      if (o === base || Math.abs(W(o.rot - base.rot)) > 11) continue;
      let ok = true;
      for (const [i, p] of o.mapA)
        if ((ma.get(i) ?? p) !== p || (mb.get(p) ?? i) !== i) {
          ok = false;
          break;
        }
      if (!ok) continue;
      tot += o.c;
      for (const [i, p] of o.mapA) {
        ma.set(i, p);
        mb.set(p, i);
      }
    }
    best = Math.max(best, tot);
  }
  return best;
}
