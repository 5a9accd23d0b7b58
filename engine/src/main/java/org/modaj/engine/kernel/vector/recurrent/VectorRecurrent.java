package org.modaj.engine.kernel.vector.recurrent;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.kernel.PackedLstm;
import org.modaj.engine.kernel.RecurrentKernels;
import org.modaj.engine.kernel.SequenceGeometry;
import org.modaj.engine.kernel.vector.elementwise.VectorFloatMath;

/**
 * The recurrent steps, sequence by sequence: a row of gates stays in the first-level cache while
 * the functions of {@link VectorFloatMath} and the products go over it.
 */
public final class VectorRecurrent implements RecurrentKernels {
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
      int state = n * units;
      int row = g.row(n, step);
      int out = g.output(n, step);
      keep(h, n, hBefore, row, units);
      keep(c, n, cBefore, row, units);
      if (!g.runs(n, step)) {
        Arrays.fill(y, out, out + units, 0f);
        continue;
      }
      int gate = 4 * row * units;
      RecurrentRows.add(4 * units, gates, gate, recurrent, 4 * state, bias);
      VectorFloatMath.sigmoid(gate, gate + 2 * units, gates, gates);
      VectorFloatMath.tanh(gate + 2 * units, gate + 3 * units, gates, gates);
      VectorFloatMath.sigmoid(gate + 3 * units, gate + 4 * units, gates, gates);
      RecurrentRows.lstmCell(units, gates, gate, c, state);
      VectorFloatMath.tanh(state, state + units, c, h);
      RecurrentRows.multiply(units, gates, gate + 3 * units, h, state);
      System.arraycopy(h, state, y, out, units);
    }
  }

  @Override
  public PackedLstm packLstm(int features, int hidden, float[] w, float[] r, float[] bias) {
    return new LstmPanels(features, hidden, w, r, bias);
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
      int state = n * units;
      int row = g.row(n, step);
      int gate = 4 * row * units;
      int to = 4 * state;
      if (!g.runs(n, step)) {
        Arrays.fill(gates, gate, gate + 4 * units, 0f);
        Arrays.fill(dStep, to, to + 4 * units, 0f);
        continue;
      }
      if (dy != null) {
        RecurrentRows.add(units, dy, g.output(n, step), dh, state);
      }
      RecurrentRows.lstmCell(units, gates, gate, cBefore, row * units, dStep, to);
      VectorFloatMath.tanh(to, to + units, dStep, dStep);
      RecurrentRows.lstmGradient(units, gates, gate, cBefore, row * units, dh, dc, state, dStep);
      System.arraycopy(gates, gate, dStep, to, 4 * units);
      Arrays.fill(dh, state, state + units, 0f);
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
      int state = n * units;
      int row = g.row(n, step);
      int out = g.output(n, step);
      keep(h, n, hBefore, row, units);
      if (!g.runs(n, step)) {
        if (q != null) {
          Arrays.fill(q, row * units, (row + 1) * units, 0f);
        }
        Arrays.fill(y, out, out + units, 0f);
        continue;
      }
      int gate = 3 * row * units;
      RecurrentRows.gruProducts(
          units, gates, gate, recurrent, 3 * state, bias, recurrentBias, y, out);
      if (q != null) {
        System.arraycopy(y, out, q, row * units, units);
      }
      VectorFloatMath.sigmoid(gate, gate + 2 * units, gates, gates);
      RecurrentRows.gruCandidate(units, gates, gate, y, out);
      VectorFloatMath.tanh(gate + 2 * units, gate + 3 * units, gates, gates);
      RecurrentRows.gruState(units, gates, gate, h, state);
      System.arraycopy(h, state, y, out, units);
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
      int state = n * units;
      int row = g.row(n, step);
      int gate = 3 * row * units;
      if (g.runs(n, step)) {
        if (dy != null) {
          RecurrentRows.add(units, dy, g.output(n, step), dh, state);
        }
        RecurrentRows.gruGradient(
            units, gates, gate, hBefore, q, row * units, dh, state, dRecurrent);
      } else {
        Arrays.fill(gates, gate, gate + 3 * units, 0f);
        Arrays.fill(dRecurrent, gate, gate + 3 * units, 0f);
      }
      System.arraycopy(dRecurrent, gate, dStep, 3 * state, 3 * units);
    }
  }

  /** Copies a sequence's state to its row, where somebody wants it. */
  private static void keep(float[] state, int n, float @Nullable [] before, int row, int units) {
    if (before != null) {
      System.arraycopy(state, n * units, before, row * units, units);
    }
  }
}
