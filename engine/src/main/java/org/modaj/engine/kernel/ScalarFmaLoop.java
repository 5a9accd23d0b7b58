package org.modaj.engine.kernel;

/** One chain after the other. */
final class ScalarFmaLoop implements FmaLoop {
  @Override
  public void run(int rounds, float factor, float addend, float[] chains) {
    for (int i = 0; i < CHAINS; i++) {
      float chain = chains[i];
      for (int round = 0; round < rounds; round++) {
        chain = Fma.fma(chain, factor, addend);
      }
      chains[i] = chain;
    }
  }
}
