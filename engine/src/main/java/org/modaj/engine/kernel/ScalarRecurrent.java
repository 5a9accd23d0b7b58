package org.modaj.engine.kernel;

import static org.modaj.engine.kernel.FloatMath.sigmoid;
import static org.modaj.engine.kernel.FloatMath.tanh;
import static org.modaj.engine.kernel.Fma.fma;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The normative recurrent steps. */
final class ScalarRecurrent implements RecurrentKernels {
  @Override
  public void lstmForward(
      SequenceGeometry g,
      int step,
      int first,
      int last,
      float[] gates,
      float[] recurrent,
      float[] bias,
      float[] h,
      float[] c,
      float @Nullable [] hBefore,
      float @Nullable [] cBefore,
      float[] y) {
    int units = g.hidden();
    for (int n = first; n < last; n++) {
      int out = g.output(n, step);
      keep(h, n, hBefore, g.row(n, step), units);
      keep(c, n, cBefore, g.row(n, step), units);
      if (!g.runs(n, step)) {
        Arrays.fill(y, out, out + units, 0f);
        continue;
      }
      for (int u = 0; u < units; u++) {
        int gate = g.row(n, step) * 4 * units + u;
        int product = n * 4 * units + u;
        int state = n * units + u;
        float i = gates[gate] + recurrent[product] + bias[u];
        float f = gates[gate + units] + recurrent[product + units] + bias[u + units];
        float candidate =
            gates[gate + 2 * units] + recurrent[product + 2 * units] + bias[u + 2 * units];
        float o = gates[gate + 3 * units] + recurrent[product + 3 * units] + bias[u + 3 * units];
        gates[gate] = sigmoid(i);
        gates[gate + units] = sigmoid(f);
        gates[gate + 2 * units] = tanh(candidate);
        gates[gate + 3 * units] = sigmoid(o);
        c[state] = fma(gates[gate + units], c[state], gates[gate] * gates[gate + 2 * units]);
        h[state] = gates[gate + 3 * units] * tanh(c[state]);
        y[out + u] = h[state];
      }
    }
  }

  @Override
  public void lstmBackward(
      SequenceGeometry g,
      int step,
      int first,
      int last,
      float[] gates,
      float[] cBefore,
      float @Nullable [] dy,
      float[] dh,
      float[] dc,
      float[] dStep) {
    int units = g.hidden();
    for (int n = first; n < last; n++) {
      int row = g.row(n, step);
      if (g.runs(n, step)) {
        for (int u = 0; u < units; u++) {
          int gate = row * 4 * units + u;
          int state = n * units + u;
          float i = gates[gate];
          float f = gates[gate + units];
          float candidate = gates[gate + 2 * units];
          float o = gates[gate + 3 * units];
          float before = cBefore[row * units + u];
          float t = tanh(fma(f, before, i * candidate));
          float e = dy == null ? dh[state] : dh[state] + dy[g.output(n, step) + u];
          float du = fma(e * o, 1 - t * t, dc[state]);
          gates[gate] = du * candidate * (i * (1 - i));
          gates[gate + units] = du * before * (f * (1 - f));
          gates[gate + 2 * units] = du * i * (1 - candidate * candidate);
          gates[gate + 3 * units] = e * t * (o * (1 - o));
          dc[state] = du * f;
          dh[state] = 0f;
        }
      } else {
        Arrays.fill(gates, row * 4 * units, (row + 1) * 4 * units, 0f);
      }
      System.arraycopy(gates, row * 4 * units, dStep, n * 4 * units, 4 * units);
    }
  }

  @Override
  public void gruForward(
      SequenceGeometry g,
      int step,
      int first,
      int last,
      float[] gates,
      float[] recurrent,
      float[] bias,
      float[] recurrentBias,
      float[] h,
      float @Nullable [] hBefore,
      float @Nullable [] q,
      float[] y) {
    int units = g.hidden();
    for (int n = first; n < last; n++) {
      int out = g.output(n, step);
      int row = g.row(n, step);
      keep(h, n, hBefore, row, units);
      if (!g.runs(n, step)) {
        if (q != null) {
          Arrays.fill(q, row * units, (row + 1) * units, 0f);
        }
        Arrays.fill(y, out, out + units, 0f);
        continue;
      }
      for (int u = 0; u < units; u++) {
        int gate = row * 3 * units + u;
        int product = n * 3 * units + u;
        int state = n * units + u;
        float ofN = recurrent[product + 2 * units] + recurrentBias[u + 2 * units];
        float r = sigmoid(gates[gate] + bias[u] + (recurrent[product] + recurrentBias[u]));
        float z =
            sigmoid(
                gates[gate + units]
                    + bias[u + units]
                    + (recurrent[product + units] + recurrentBias[u + units]));
        float candidate = tanh(fma(r, ofN, gates[gate + 2 * units] + bias[u + 2 * units]));
        gates[gate] = r;
        gates[gate + units] = z;
        gates[gate + 2 * units] = candidate;
        if (q != null) {
          q[row * units + u] = ofN;
        }
        h[state] = fma(z, h[state] - candidate, candidate);
        y[out + u] = h[state];
      }
    }
  }

  @Override
  public void gruBackward(
      SequenceGeometry g,
      int step,
      int first,
      int last,
      float[] gates,
      float[] hBefore,
      float[] q,
      float @Nullable [] dy,
      float[] dh,
      float[] dRecurrent,
      float[] dStep) {
    int units = g.hidden();
    for (int n = first; n < last; n++) {
      int row = g.row(n, step);
      int from = row * 3 * units;
      if (g.runs(n, step)) {
        for (int u = 0; u < units; u++) {
          int gate = from + u;
          int state = n * units + u;
          float r = gates[gate];
          float z = gates[gate + units];
          float candidate = gates[gate + 2 * units];
          float e = dy == null ? dh[state] : dh[state] + dy[g.output(n, step) + u];
          float dn = e * (1 - z) * (1 - candidate * candidate);
          gates[gate] = dn * q[row * units + u] * (r * (1 - r));
          gates[gate + units] = e * (hBefore[row * units + u] - candidate) * (z * (1 - z));
          gates[gate + 2 * units] = dn;
          dRecurrent[gate] = gates[gate];
          dRecurrent[gate + units] = gates[gate + units];
          dRecurrent[gate + 2 * units] = dn * r;
          dh[state] = e * z;
        }
      } else {
        Arrays.fill(gates, from, from + 3 * units, 0f);
        Arrays.fill(dRecurrent, from, from + 3 * units, 0f);
      }
      System.arraycopy(dRecurrent, from, dStep, n * 3 * units, 3 * units);
    }
  }

  /** Copies a sequence's state to its row, where somebody wants it. */
  private static void keep(float[] state, int n, float @Nullable [] before, int row, int units) {
    if (before != null) {
      System.arraycopy(state, n * units, before, row * units, units);
    }
  }
}
