package org.modaj.engine.kernel.vector.recurrent;

import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;
import static org.modaj.engine.kernel.vector.lanes.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/** The sums and products of {@link VectorRecurrent} on one row each. */
final class RecurrentRows {
  private RecurrentRows() {}

  private static FloatVector load(float[] array, int at) {
    return FloatVector.fromArray(SPECIES, array, at);
  }

  /** {@code y = (y + a) + b} from the indices {@code yAt}, {@code aAt} and 0. */
  static void add(int n, float[] y, int yAt, float[] a, int aAt, float[] b) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      load(y, yAt + i).add(load(a, aAt + i)).add(load(b, i)).intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] = y[yAt + i] + a[aAt + i] + b[i];
    }
  }

  /** {@code y = y + a}. */
  static void add(int n, float[] a, int aAt, float[] y, int yAt) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      load(y, yAt + i).add(load(a, aAt + i)).intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] += a[aAt + i];
    }
  }

  /** {@code y = a·y}. */
  static void multiply(int n, float[] a, int aAt, float[] y, int yAt) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      load(a, aAt + i).mul(load(y, yAt + i)).intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] = a[aAt + i] * y[yAt + i];
    }
  }

  /** The state after, {@code c = fma(f, c, i·g)}. */
  static void lstmCell(int units, float[] gates, int gate, float[] c, int state) {
    lstmCell(units, gates, gate, c, state, c, state);
  }

  /** The state after, {@code c = fma(f, before, i·g)}. */
  static void lstmCell(
      int units, float[] gates, int gate, float[] before, int beforeAt, float[] c, int at) {
    int ofF = gate + units;
    int ofG = ofF + units;
    int u = 0;
    for (; u <= units - LANES; u += LANES) {
      FloatVector product = load(gates, gate + u).mul(load(gates, ofG + u));
      load(gates, ofF + u).fma(load(before, beforeAt + u), product).intoArray(c, at + u);
    }
    for (; u < units; u++) {
      c[at + u] = Math.fma(gates[ofF + u], before[beforeAt + u], gates[gate + u] * gates[ofG + u]);
    }
  }

  /**
   * The gradients of the pre-activations in place of the gates, and {@code dc}.
   *
   * @param dh gradient of the state after, that of the output added, from index {@code state}
   * @param tanh from index {@code 4·state}: tanh of the state after
   */
  static void lstmGradient(
      int units,
      float[] gates,
      int gate,
      float[] before,
      int beforeAt,
      float[] dh,
      float[] dc,
      int state,
      float[] tanh) {
    int ofF = gate + units;
    int ofG = ofF + units;
    int ofO = ofG + units;
    int u = 0;
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    for (; u <= units - LANES; u += LANES) {
      FloatVector o = load(gates, ofO + u);
      FloatVector t = load(tanh, 4 * state + u);
      FloatVector e = load(dh, state + u);
      FloatVector du = e.mul(o).fma(one.sub(t.mul(t)), load(dc, state + u));
      e.mul(t).mul(o.mul(one.sub(o))).intoArray(gates, ofO + u);
      FloatVector i = load(gates, gate + u);
      FloatVector f = load(gates, ofF + u);
      FloatVector g = load(gates, ofG + u);
      du.mul(g).mul(i.mul(one.sub(i))).intoArray(gates, gate + u);
      du.mul(load(before, beforeAt + u)).mul(f.mul(one.sub(f))).intoArray(gates, ofF + u);
      du.mul(i).mul(one.sub(g.mul(g))).intoArray(gates, ofG + u);
      du.mul(f).intoArray(dc, state + u);
    }
    for (; u < units; u++) {
      float i = gates[gate + u];
      float f = gates[ofF + u];
      float g = gates[ofG + u];
      float o = gates[ofO + u];
      float t = tanh[4 * state + u];
      float e = dh[state + u];
      float du = Math.fma(e * o, 1 - t * t, dc[state + u]);
      gates[gate + u] = du * g * (i * (1 - i));
      gates[ofF + u] = du * before[beforeAt + u] * (f * (1 - f));
      gates[ofG + u] = du * i * (1 - g * g);
      gates[ofO + u] = e * t * (o * (1 - o));
      dc[state + u] = du * f;
    }
  }

  /**
   * The pre-activations of r and z and the input's part of n's in place of the gates; the recurrent
   * part of n's goes to {@code q}.
   */
  static void gruProducts(
      int units,
      float[] gates,
      int gate,
      float[] recurrent,
      int product,
      float[] bias,
      float[] recurrentBias,
      float[] q,
      int at) {
    int both = 2 * units;
    int i = 0;
    for (; i <= both - LANES; i += LANES) {
      FloatVector other = load(recurrent, product + i).add(load(recurrentBias, i));
      load(gates, gate + i).add(load(bias, i)).add(other).intoArray(gates, gate + i);
    }
    for (; i < both; i++) {
      gates[gate + i] = gates[gate + i] + bias[i] + (recurrent[product + i] + recurrentBias[i]);
    }
    int u = 0;
    for (; u <= units - LANES; u += LANES) {
      int n = both + u;
      load(recurrent, product + n).add(load(recurrentBias, n)).intoArray(q, at + u);
      load(gates, gate + n).add(load(bias, n)).intoArray(gates, gate + n);
    }
    for (; u < units; u++) {
      int n = both + u;
      q[at + u] = recurrent[product + n] + recurrentBias[n];
      gates[gate + n] += bias[n];
    }
  }

  /** The pre-activation of n, {@code n = fma(r, q, n)}. */
  static void gruCandidate(int units, float[] gates, int gate, float[] q, int at) {
    int ofN = gate + 2 * units;
    int u = 0;
    for (; u <= units - LANES; u += LANES) {
      FloatVector r = load(gates, gate + u);
      r.fma(load(q, at + u), load(gates, ofN + u)).intoArray(gates, ofN + u);
    }
    for (; u < units; u++) {
      gates[ofN + u] = Math.fma(gates[gate + u], q[at + u], gates[ofN + u]);
    }
  }

  /** The state after, {@code h = fma(z, h - n, n)}. */
  static void gruState(int units, float[] gates, int gate, float[] h, int state) {
    int ofZ = gate + units;
    int ofN = ofZ + units;
    int u = 0;
    for (; u <= units - LANES; u += LANES) {
      FloatVector n = load(gates, ofN + u);
      load(gates, ofZ + u).fma(load(h, state + u).sub(n), n).intoArray(h, state + u);
    }
    for (; u < units; u++) {
      float n = gates[ofN + u];
      h[state + u] = Math.fma(gates[ofZ + u], h[state + u] - n, n);
    }
  }

  /** The gradients of the pre-activations in place of the gates, and {@code dh}. */
  static void gruGradient(
      int units,
      float[] gates,
      int gate,
      float[] before,
      float[] q,
      int at,
      float[] dh,
      int state,
      float[] dRecurrent) {
    int ofZ = gate + units;
    int ofN = ofZ + units;
    int u = 0;
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    for (; u <= units - LANES; u += LANES) {
      FloatVector r = load(gates, gate + u);
      FloatVector z = load(gates, ofZ + u);
      FloatVector n = load(gates, ofN + u);
      FloatVector e = load(dh, state + u);
      FloatVector dn = e.mul(one.sub(z)).mul(one.sub(n.mul(n)));
      FloatVector dz = e.mul(load(before, at + u).sub(n)).mul(z.mul(one.sub(z)));
      FloatVector dr = dn.mul(load(q, at + u)).mul(r.mul(one.sub(r)));
      dr.intoArray(gates, gate + u);
      dz.intoArray(gates, ofZ + u);
      dn.intoArray(gates, ofN + u);
      dr.intoArray(dRecurrent, gate + u);
      dz.intoArray(dRecurrent, ofZ + u);
      dn.mul(r).intoArray(dRecurrent, ofN + u);
      e.mul(z).intoArray(dh, state + u);
    }
    for (; u < units; u++) {
      float r = gates[gate + u];
      float z = gates[ofZ + u];
      float n = gates[ofN + u];
      float e = dh[state + u];
      float dn = e * (1 - z) * (1 - n * n);
      gates[gate + u] = dn * q[at + u] * (r * (1 - r));
      gates[ofZ + u] = e * (before[at + u] - n) * (z * (1 - z));
      gates[ofN + u] = dn;
      dRecurrent[gate + u] = gates[gate + u];
      dRecurrent[ofZ + u] = gates[ofZ + u];
      dRecurrent[ofN + u] = dn * r;
      dh[state + u] = e * z;
    }
  }
}
