package org.modaj.engine.kernel;

/**
 * One implementation of all kernels. Kernels know no tape, no layers and allocate nothing in the
 * steady state; callers have validated sizes, kernels only {@code assert}. Every method defines the
 * order of its sums, so that the scalar implementation, which is normative, and any vector
 * implementation give the same bits for every thread count.
 */
public record Kernels(
    MatMulKernels matmul,
    Conv2dKernels conv2d,
    WinogradKernels winograd,
    NormKernels norm,
    ActivationKernels activation,
    PoolKernels pool,
    ElementwiseKernels elementwise,
    ElementaryKernels elementary,
    ReductionKernels reduction,
    RecurrentKernels recurrent) {

  /** The kernels chosen for this process. */
  public static Kernels current() {
    return KernelProvider.choice().kernels();
  }

  /** The readable definition of every kernel. */
  public static Kernels scalar() {
    return new Kernels(
        new ScalarMatMul(),
        new ScalarConv2d(),
        new ScalarWinograd(),
        new ScalarNorm(),
        new ScalarActivation(),
        new ScalarPool(),
        new ScalarElementwise(),
        new ScalarElementary(),
        new ScalarReduction(),
        new ScalarRecurrent());
  }
}
