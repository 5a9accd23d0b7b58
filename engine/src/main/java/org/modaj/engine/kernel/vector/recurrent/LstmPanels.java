package org.modaj.engine.kernel.vector.recurrent;

import static org.modaj.engine.kernel.vector.lanes.Lanes.COLUMNS;
import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;
import static org.modaj.engine.kernel.vector.lanes.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.kernel.PackedLstm;
import org.modaj.engine.kernel.Parallel;
import org.modaj.engine.kernel.SequenceGeometry;
import org.modaj.engine.kernel.vector.elementwise.VectorFloatMath;
import org.modaj.engine.kernel.vector.gemm.Packing;
import org.modaj.engine.kernel.vector.gemm.PositionKernel;
import org.modaj.engine.kernel.vector.lanes.Lanes;
import org.modaj.engine.kernel.vector.lanes.Scratch;

/**
 * An LSTM for inference. The weights are panels of {@link Lanes#COLUMNS} units of one gate; all
 * four gates of a panel of units are computed together, activated while they are in the first-level
 * cache, and never written anywhere else.
 *
 * <ul>
 *   <li>Many sequences: a task takes some of them through all steps, so that threads wait for each
 *       other once.
 *   <li>Few: the products of the input are computed for all steps, then each step is shared by the
 *       threads, which own units: each keeps its part of the recurrent weights in its own cache.
 * </ul>
 */
final class LstmPanels implements PackedLstm {
  private static final int GATES = 4;

  /** Sequences up to which a step is shared by the threads. */
  private static final int FEW = 3;

  /** Sequences of a task. */
  private static final int BLOCK = 64;

  /**
   * Sequences whose gates are computed and activated before those of the next ones: whole register
   * tiles, and few enough for the first-level cache.
   */
  private static final int FINISHED = 24;

  /** Sequences of the smallest task. */
  private static final int LEAST_BLOCK = 8;

  /** Tasks of a step of few sequences. */
  private static final int TASKS = 4;

  /** Length of a piece of a sum whose panel is in the first-level cache. */
  private static final int SUM_BLOCK = 384;

  private final int features;
  private final int hidden;

  /** Panels of one gate, and their columns, those that do not exist included. */
  private final int panels;

  private final int padded;

  /** {@code [gate][panel][feature][column]}. */
  private final float[] w;

  /** {@code [gate][panel][unit][column]}. */
  private final float[] r;

  /** {@code [gate][padded]}. */
  private final float[] bias;

  LstmPanels(int features, int hidden, float[] w, float[] r, float[] bias) {
    this.features = features;
    this.hidden = hidden;
    panels = Lanes.panels(hidden);
    padded = panels * COLUMNS;
    this.w = pack(w, features);
    this.r = pack(r, hidden);
    this.bias = new float[GATES * padded];
    for (int gate = 0; gate < GATES; gate++) {
      System.arraycopy(bias, gate * hidden, this.bias, gate * padded, hidden);
    }
  }

  private float[] pack(float[] weight, int depth) {
    float[] packed = new float[Math.multiplyExact(GATES * padded, depth)];
    for (int i = 0; i < GATES * panels; i++) {
      int column = i % panels * COLUMNS;
      int from = i / panels * hidden + column;
      int columns = Math.min(COLUMNS, hidden - column);
      Packing.columns(weight, from, GATES * hidden, columns, depth, packed, i * COLUMNS * depth);
    }
    return packed;
  }

  @Override
  public void forward(SequenceGeometry g, boolean fromEnd, float[] x, float[] y) {
    if (g.batch() <= FEW) {
      stepByStep(g, fromEnd, x, y);
      return;
    }
    int blocks = (g.batch() + BLOCK - 1) / BLOCK;
    int least = Math.max(2, blocks);
    int rows = Math.max(LEAST_BLOCK, ((g.batch() + least - 1) / least + 7) / 8 * 8);
    int size = Math.min(BLOCK, rows);
    Parallel.ranges(g.batch(), size, (from, to) -> sequences(g, fromEnd, from, to, x, y));
  }

  // ------------------------------------------------------------------------------ many sequences

  private void sequences(
      SequenceGeometry g, boolean fromEnd, int from, int to, float[] x, float[] y) {
    int rows = to - from;
    int state = rows * padded;
    float[] states = Scratch.floats(Scratch.Slot.TASK_STATE, 3 * state);
    Arrays.fill(states, 0, 3 * state, 0f);
    float[] gates = Scratch.floats(Scratch.Slot.TASK_PRODUCT, 2 * GATES * FINISHED * COLUMNS);
    int[] starts = Scratch.taskStarts(2 * rows);
    for (int i = 0; i < g.steps(); i++) {
      int step = fromEnd ? g.steps() - 1 - i : i;
      int before = i % 2 * state;
      int after = state - before;
      for (int n = 0; n < rows; n++) {
        starts[n] = g.row(from + n, step) * features;
        starts[rows + n] = before + n * padded;
      }
      for (int panel = 0; panel < panels; panel++) {
        for (int first = 0; first < rows; first += FINISHED) {
          int count = Math.min(FINISHED, rows - first);
          int sums = GATES * count * COLUMNS;
          for (int gate = 0; gate < GATES; gate++) {
            int column = (gate * panels + panel) * COLUMNS;
            int at = gate * count * COLUMNS;
            product(count, starts, first, features, x, w, column * features, gates, at);
            int right = column * hidden;
            product(count, starts, rows + first, hidden, states, r, right, gates, sums + at);
          }
          int own = first * padded;
          finish(
              g,
              from + first,
              count,
              step,
              panel,
              gates,
              sums,
              states,
              before + own,
              after + own,
              2 * state + own,
              y);
        }
      }
    }
  }

  private static void product(
      int rows,
      int[] starts,
      int first,
      int depth,
      float[] a,
      float[] b,
      int bOffset,
      float[] sums,
      int at) {
    for (int k = 0; k < depth; k += SUM_BLOCK) {
      int length = Math.min(SUM_BLOCK, depth - k);
      for (int n = 0; n < rows; n += PositionKernel.ROWS) {
        PositionKernel.tile(
            Math.min(PositionKernel.ROWS, rows - n),
            COLUMNS,
            starts,
            first + n,
            k,
            length,
            a,
            b,
            bOffset + k * COLUMNS,
            sums,
            at + n * COLUMNS,
            COLUMNS,
            k == 0);
      }
    }
    if (depth == 0) {
      Arrays.fill(sums, at, at + rows * COLUMNS, 0f);
    }
  }

  /**
   * The states of a panel of units after a step.
   *
   * @param gates {@code [gate][row][column]}, products of the input; those of the state before from
   *     index {@code recurrent} on; modified
   * @param states hidden before and after and cells, {@code [row][padded]}, from these indices
   */
  private void finish(
      SequenceGeometry g,
      int from,
      int rows,
      int step,
      int panel,
      float[] gates,
      int recurrent,
      float[] states,
      int before,
      int after,
      int cells,
      float[] y) {
    int column = panel * COLUMNS;
    int size = rows * COLUMNS;
    for (int gate = 0; gate < GATES; gate++) {
      int at = gate * size;
      for (int v = 0; v < COLUMNS; v += LANES) {
        FloatVector shift = FloatVector.fromArray(SPECIES, bias, gate * padded + column + v);
        for (int i = at + v; i < at + size; i += COLUMNS) {
          FloatVector.fromArray(SPECIES, gates, i)
              .add(FloatVector.fromArray(SPECIES, gates, recurrent + i))
              .add(shift)
              .intoArray(gates, i);
        }
      }
    }
    VectorFloatMath.sigmoid(0, 2 * size, gates, gates);
    VectorFloatMath.tanh(2 * size, 3 * size, gates, gates);
    VectorFloatMath.sigmoid(3 * size, 4 * size, gates, gates);
    int @Nullable [] lengths = g.lengths();
    for (int n = 0; n < rows; n++) {
      int cell = cells + n * padded + column;
      boolean running = lengths == null || step < lengths[from + n];
      int at = n * COLUMNS;
      for (int v = at; v < at + COLUMNS; v += LANES, cell += LANES) {
        FloatVector product =
            FloatVector.fromArray(SPECIES, gates, v)
                .mul(FloatVector.fromArray(SPECIES, gates, 2 * size + v));
        FloatVector sum =
            FloatVector.fromArray(SPECIES, gates, size + v)
                .fma(FloatVector.fromArray(SPECIES, states, cell), product);
        sum.intoArray(gates, recurrent + v);
        if (running) {
          sum.intoArray(states, cell);
        }
      }
    }
    VectorFloatMath.tanh(recurrent, recurrent + size, gates, gates);
    int columns = Math.min(COLUMNS, hidden - column);
    for (int n = 0; n < rows; n++) {
      int unit = n * padded + column;
      int out = g.output(from + n, step) + column;
      if (lengths != null && step >= lengths[from + n]) {
        System.arraycopy(states, before + unit, states, after + unit, COLUMNS);
        Arrays.fill(y, out, out + columns, 0f);
        continue;
      }
      int at = n * COLUMNS;
      for (int v = 0; v < COLUMNS; v += LANES) {
        FloatVector state =
            FloatVector.fromArray(SPECIES, gates, 3 * size + at + v)
                .mul(FloatVector.fromArray(SPECIES, gates, recurrent + at + v));
        state.intoArray(states, after + unit + v);
        if (v + LANES <= columns) {
          state.intoArray(y, out + v);
        }
      }
      int whole = columns / LANES * LANES;
      if (whole < columns) {
        System.arraycopy(states, after + unit + whole, y, out + whole, columns - whole);
      }
    }
  }

  // ------------------------------------------------------------------------------ few sequences

  private void stepByStep(SequenceGeometry g, boolean fromEnd, float[] x, float[] y) {
    int batch = g.batch();
    int rows = batch * g.steps();
    int state = batch * padded;
    float[] states = Scratch.floats(Scratch.Slot.SHARED_SUMS, 3 * state);
    Arrays.fill(states, 0, 3 * state, 0f);
    int width = GATES * padded;
    float[] inputs = Scratch.floats(Scratch.Slot.SHARED_LEFT, Math.multiplyExact(rows, width));
    Parallel.run(
        GATES * panels,
        i -> {
          int[] starts = Scratch.taskStarts(rows);
          for (int n = 0; n < rows; n++) {
            starts[n] = n * features;
          }
          for (int k = 0; k < features; k += SUM_BLOCK) {
            int length = Math.min(SUM_BLOCK, features - k);
            int right = (i * features + k) * COLUMNS;
            for (int n = 0; n < rows; n += PositionKernel.ROWS) {
              int count = Math.min(PositionKernel.ROWS, rows - n);
              int to = n * width + i * COLUMNS;
              PositionKernel.tile(
                  count, COLUMNS, starts, n, k, length, x, w, right, inputs, to, width, k == 0);
            }
          }
        });
    int share = (panels + TASKS - 1) / TASKS;
    for (int i = 0; i < g.steps(); i++) {
      int step = fromEnd ? g.steps() - 1 - i : i;
      int before = i % 2 * state;
      Parallel.ranges(
          panels,
          share,
          (from, to) -> {
            float[] gates = Scratch.floats(Scratch.Slot.TASK_PRODUCT, 2 * GATES * COLUMNS);
            int sums = GATES * COLUMNS;
            for (int n = 0; n < batch; n++) {
              int input = g.row(n, step) * width;
              for (int panel = from; panel < to; panel++) {
                for (int gate = 0; gate < GATES; gate++) {
                  int column = gate * padded + panel * COLUMNS;
                  System.arraycopy(inputs, input + column, gates, gate * COLUMNS, COLUMNS);
                }
                fourGates(
                    hidden,
                    states,
                    before + n * padded,
                    r,
                    panel * COLUMNS * hidden,
                    padded * hidden,
                    gates,
                    sums);
                int own = n * padded;
                finish(
                    g,
                    n,
                    1,
                    step,
                    panel,
                    gates,
                    sums,
                    states,
                    before + own,
                    state - before + own,
                    2 * state + own,
                    y);
              }
            }
          });
    }
  }

  /** The products of one row with the same panel of all four gates. */
  private static void fourGates(
      int depth, float[] a, int from, float[] b, int panel, int gate, float[] sums, int to) {
    int b1 = panel + gate;
    int b2 = b1 + gate;
    int b3 = b2 + gate;
    FloatVector i0 = FloatVector.zero(SPECIES);
    FloatVector i1 = FloatVector.zero(SPECIES);
    FloatVector f0 = FloatVector.zero(SPECIES);
    FloatVector f1 = FloatVector.zero(SPECIES);
    FloatVector g0 = FloatVector.zero(SPECIES);
    FloatVector g1 = FloatVector.zero(SPECIES);
    FloatVector o0 = FloatVector.zero(SPECIES);
    FloatVector o1 = FloatVector.zero(SPECIES);
    for (int k = 0; k < depth; k++) {
      FloatVector x = FloatVector.broadcast(SPECIES, a[from + k]);
      i0 = x.fma(FloatVector.fromArray(SPECIES, b, panel + k * COLUMNS), i0);
      i1 = x.fma(FloatVector.fromArray(SPECIES, b, panel + k * COLUMNS + LANES), i1);
      f0 = x.fma(FloatVector.fromArray(SPECIES, b, b1 + k * COLUMNS), f0);
      f1 = x.fma(FloatVector.fromArray(SPECIES, b, b1 + k * COLUMNS + LANES), f1);
      g0 = x.fma(FloatVector.fromArray(SPECIES, b, b2 + k * COLUMNS), g0);
      g1 = x.fma(FloatVector.fromArray(SPECIES, b, b2 + k * COLUMNS + LANES), g1);
      o0 = x.fma(FloatVector.fromArray(SPECIES, b, b3 + k * COLUMNS), o0);
      o1 = x.fma(FloatVector.fromArray(SPECIES, b, b3 + k * COLUMNS + LANES), o1);
    }
    i0.intoArray(sums, to);
    i1.intoArray(sums, to + LANES);
    f0.intoArray(sums, to + COLUMNS);
    f1.intoArray(sums, to + COLUMNS + LANES);
    g0.intoArray(sums, to + 2 * COLUMNS);
    g1.intoArray(sums, to + 2 * COLUMNS + LANES);
    o0.intoArray(sums, to + 3 * COLUMNS);
    o1.intoArray(sums, to + 3 * COLUMNS + LANES);
  }
}
