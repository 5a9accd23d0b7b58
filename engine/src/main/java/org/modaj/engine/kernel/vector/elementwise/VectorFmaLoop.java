package org.modaj.engine.kernel.vector.elementwise;

import static org.modaj.engine.kernel.vector.lanes.Lanes.LANES;
import static org.modaj.engine.kernel.vector.lanes.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.modaj.engine.kernel.FmaLoop;

/** Twelve vectors at a time: two units of a latency of five cycles would be busy with ten. */
public final class VectorFmaLoop implements FmaLoop {
  private static final int VECTORS = 12;

  @Override
  public void run(int rounds, float factor, float addend, float[] chains) {
    FloatVector f = FloatVector.broadcast(SPECIES, factor);
    FloatVector a = FloatVector.broadcast(SPECIES, addend);
    for (int from = 0; from < CHAINS; from += VECTORS * LANES) {
      run(rounds, f, a, chains, from);
    }
  }

  private static void run(int rounds, FloatVector f, FloatVector a, float[] chains, int from) {
    FloatVector v0 = load(chains, from, 0);
    FloatVector v1 = load(chains, from, 1);
    FloatVector v2 = load(chains, from, 2);
    FloatVector v3 = load(chains, from, 3);
    FloatVector v4 = load(chains, from, 4);
    FloatVector v5 = load(chains, from, 5);
    FloatVector v6 = load(chains, from, 6);
    FloatVector v7 = load(chains, from, 7);
    FloatVector v8 = load(chains, from, 8);
    FloatVector v9 = load(chains, from, 9);
    FloatVector v10 = load(chains, from, 10);
    FloatVector v11 = load(chains, from, 11);
    for (int round = 0; round < rounds; round++) {
      v0 = v0.fma(f, a);
      v1 = v1.fma(f, a);
      v2 = v2.fma(f, a);
      v3 = v3.fma(f, a);
      v4 = v4.fma(f, a);
      v5 = v5.fma(f, a);
      v6 = v6.fma(f, a);
      v7 = v7.fma(f, a);
      v8 = v8.fma(f, a);
      v9 = v9.fma(f, a);
      v10 = v10.fma(f, a);
      v11 = v11.fma(f, a);
    }
    store(v0, chains, from, 0);
    store(v1, chains, from, 1);
    store(v2, chains, from, 2);
    store(v3, chains, from, 3);
    store(v4, chains, from, 4);
    store(v5, chains, from, 5);
    store(v6, chains, from, 6);
    store(v7, chains, from, 7);
    store(v8, chains, from, 8);
    store(v9, chains, from, 9);
    store(v10, chains, from, 10);
    store(v11, chains, from, 11);
  }

  private static FloatVector load(float[] chains, int from, int vector) {
    return FloatVector.fromArray(SPECIES, chains, from + vector * LANES);
  }

  private static void store(FloatVector v, float[] chains, int from, int vector) {
    v.intoArray(chains, from + vector * LANES);
  }
}
