package org.modaj.engine.kernel.vector;

import org.modaj.engine.kernel.FmaLoop;
import org.modaj.engine.kernel.KernelProvider;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.kernel.vector.conv.VectorConv2d;
import org.modaj.engine.kernel.vector.elementwise.VectorActivation;
import org.modaj.engine.kernel.vector.elementwise.VectorElementary;
import org.modaj.engine.kernel.vector.elementwise.VectorFmaLoop;
import org.modaj.engine.kernel.vector.gemm.VectorMatMul;
import org.modaj.engine.kernel.vector.lanes.Lanes;
import org.modaj.engine.kernel.vector.norm.VectorNorm;
import org.modaj.engine.kernel.vector.pool.VectorPool;
import org.modaj.engine.kernel.vector.recurrent.VectorRecurrent;
import org.modaj.engine.kernel.vector.winograd.VectorWinograd;

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
