package org.modaj.engine.kernel;

import org.jspecify.annotations.Nullable;

/**
 * The element-wise parts of recurrent layers, one step of some sequences at a time; the matrix
 * products around them are {@link MatMulKernels}. Every element is computed by itself, in the order
 * of the formulas.
 *
 * <p>A sequence that has ended (see {@link SequenceGeometry#runs}) keeps its state; its output is 0
 * and so are its gradients.
 */
public interface RecurrentKernels {

  /**
   * One step of an LSTM. With the pre-activations {@code a = (gates + recurrent) + bias} in the
   * order i, f, g, o: {@code i, f, o = sigmoid(a)}, {@code g = tanh(a)}, {@code c = fma(f, c,
   * i·g)}, {@code h = o·tanh(c)}; the functions are those of {@link FloatMath}.
   *
   * @param step from 0
   * @param first first of the sequences that make the step
   * @param last the sequence after them
   * @param gates {@code [batch, steps, 4·hidden]}, at this step the products of the input and the
   *     weights; replaced there by the activated gates; modified
   * @param recurrent {@code [batch, 4·hidden]}, products of the state before; not modified
   * @param bias {@code [4·hidden]}; not modified
   * @param h {@code [batch, hidden]}, the state before, replaced by the state after; modified
   * @param c {@code [batch, hidden]}, likewise; modified
   * @param hBefore {@code [batch, steps, hidden]}, gets the state before, or null; modified
   * @param cBefore {@code [batch, steps, hidden]}, gets the state before, or null; modified
   * @param y {@code [batch, steps, width]}, gets {@code h}; modified
   */
  void lstmForward(
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
      float[] y);

  /**
   * Packs the weights of one direction of an LSTM. This definition reads them where they are.
   *
   * @param w {@code [features, 4·hidden]}; must not change while the result is used, like the
   *     others
   * @param r {@code [hidden, 4·hidden]}
   * @param bias {@code [4·hidden]}, zeros where there is none
   */
  default PackedLstm packLstm(int features, int hidden, float[] w, float[] r, float[] bias) {
    return (g, fromEnd, x, y) -> {
      int columns = 4 * hidden;
      float[] gates = new float[g.batch() * g.steps() * columns];
      float[] recurrent = new float[g.batch() * columns];
      float[] h = new float[g.batch() * hidden];
      float[] c = new float[g.batch() * hidden];
      MatMulKernels products = Kernels.scalar().matmul();
      int rows = g.batch() * g.steps();
      products.matmul(false, false, rows, columns, features, x, 0, w, 0, gates, 0, false);
      for (int i = 0; i < g.steps(); i++) {
        products.matmul(false, false, g.batch(), columns, hidden, h, 0, r, 0, recurrent, 0, false);
        int step = fromEnd ? g.steps() - 1 - i : i;
        lstmForward(g, step, 0, g.batch(), gates, recurrent, bias, h, c, null, null, y);
      }
    };
  }

  /**
   * The gradients of one step of an LSTM, after {@link #lstmForward}. With {@code t = tanh(fma(f,
   * cBefore, i·g))}, {@code e = dh + dy} and {@code u = fma(e·o, 1 - t·t, dc)}, the gradients of
   * the pre-activations are {@code (u·g)·(i·(1 - i))}, {@code (u·cBefore)·(f·(1 - f))}, {@code
   * (u·i)·(1 - g·g)}, {@code (e·t)·(o·(1 - o))}; {@code dc} becomes {@code u·f} and {@code dh}
   * becomes 0, to which the caller adds the product of {@code dStep} and the transposed recurrent
   * weights.
   *
   * @param step from 0
   * @param first first of the sequences that make the step
   * @param last the sequence after them
   * @param gates {@code [batch, steps, 4·hidden]}, at this step the activated gates; replaced there
   *     by the gradients of the pre-activations; modified
   * @param cBefore {@code [batch, steps, hidden]}; not modified
   * @param dy {@code [batch, steps, width]}, gradient of the output, or null for 0; not modified
   * @param dh {@code [batch, hidden]}, gradient of the state after; modified
   * @param dc {@code [batch, hidden]}, gradient of the state after, replaced by that of the state
   *     before; modified
   * @param dStep {@code [batch, 4·hidden]}, gets what {@code gates} gets; modified
   */
  void lstmBackward(
      SequenceGeometry g,
      int step,
      int first,
      int last,
      float[] gates,
      float[] cBefore,
      float @Nullable [] dy,
      float[] dh,
      float[] dc,
      float[] dStep);

  /**
   * One step of a GRU. In the order r, z, n: {@code r, z = sigmoid((gates + bias) + (recurrent +
   * recurrentBias))}, {@code q = recurrent + recurrentBias}, {@code n = tanh(fma(r, q, gates +
   * bias))}, {@code h = fma(z, h - n, n)}.
   *
   * @param step from 0
   * @param first first of the sequences that make the step
   * @param last the sequence after them
   * @param gates {@code [batch, steps, 3·hidden]}, at this step the products of the input and the
   *     weights; replaced there by the activated gates; modified
   * @param recurrent {@code [batch, 3·hidden]}, products of the state before; not modified
   * @param bias {@code [3·hidden]}; not modified
   * @param recurrentBias {@code [3·hidden]}; not modified
   * @param h {@code [batch, hidden]}, the state before, replaced by the state after; modified
   * @param hBefore {@code [batch, steps, hidden]}, gets the state before, or null; modified
   * @param q {@code [batch, steps, hidden]}, gets q of the third gate, or null; modified
   * @param y {@code [batch, steps, width]}, gets {@code h}; modified
   */
  void gruForward(
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
      float[] y);

  /**
   * The gradients of one step of a GRU, after {@link #gruForward}. With {@code e = dh + dy}, the
   * gradients of the pre-activations are {@code dn = (e·(1 - z))·(1 - n·n)}, {@code dz =
   * (e·(hBefore - n))·(z·(1 - z))}, {@code dr = (dn·q)·(r·(1 - r))}; those of the recurrent
   * products are {@code dr, dz, dn·r}; {@code dh} becomes {@code e·z}, to which the caller adds the
   * product of {@code dStep} and the transposed recurrent weights.
   *
   * @param step from 0
   * @param first first of the sequences that make the step
   * @param last the sequence after them
   * @param gates {@code [batch, steps, 3·hidden]}, at this step the activated gates; replaced there
   *     by the gradients of the pre-activations; modified
   * @param hBefore {@code [batch, steps, hidden]}; not modified
   * @param q {@code [batch, steps, hidden]}; not modified
   * @param dy {@code [batch, steps, width]}, gradient of the output, or null for 0; not modified
   * @param dh {@code [batch, hidden]}, gradient of the state after; modified
   * @param dRecurrent {@code [batch, steps, 3·hidden]}, gets the gradients of the recurrent
   *     products at this step; modified
   * @param dStep {@code [batch, 3·hidden]}, gets the same; modified
   */
  void gruBackward(
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
      float[] dStep);
}
