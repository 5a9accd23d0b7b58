package org.modaj.engine.kernel.vector;

import org.modaj.engine.kernel.FmaLoop;
import org.modaj.engine.kernel.KernelProvider;
import org.modaj.engine.kernel.Kernels;

/** The kernels of the Vector API. */
public final class VectorProvider implements KernelProvider.VectorSupport {
  /** Creates the provider; fails with a {@link LinkageError} without the incubator module. */
  public VectorProvider() {}

  @Override
  public int lanes() {
    return Lanes.LANES;
  }

  @Override
  public Kernels kernels() {
    Kernels scalar = Kernels.scalar();
    return new Kernels(
        new VectorMatMul(),
        new VectorConv2d(),
        new VectorWinograd(),
        new VectorNorm(),
        new VectorActivation(),
        new VectorPool(),
        scalar.elementwise(),
        new VectorElementary(),
        scalar.reduction(),
        new VectorRecurrent());
  }

  @Override
  public FmaLoop fmaLoop() {
    return new VectorFmaLoop();
  }
}
