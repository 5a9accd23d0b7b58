package org.modaj.engine.kernel;

import java.lang.System.Logger.Level;

/**
 * The choice of kernels, made once per process and logged in one line: the Vector API when its
 * module is there, multiplication and addition can be fused in hardware, and {@code -Dmoda.simd} is
 * not {@code off}; otherwise the scalar kernels, which give the same bits slowly.
 */
public final class KernelProvider {
  private static final String VECTOR_PROVIDER = "org.modaj.engine.kernel.vector.VectorProvider";

  /**
   * What was chosen and why.
   *
   * @param provider {@code "vector"} or {@code "scalar"}
   * @param lanes floats in one vector; 1 for scalar
   * @param fma whether the hardware fuses multiplication and addition
   * @param reason one sentence
   */
  public record Choice(String provider, int lanes, boolean fma, String reason, Kernels kernels) {
    @Override
    public String toString() {
      return "kernels: " + provider + ", " + lanes + " lanes, fma " + fma + " (" + reason + ")";
    }
  }

  /** What a vector implementation must offer; found by name so that its module may be missing. */
  public interface VectorSupport {
    /** Floats in one vector. */
    int lanes();

    /** The vector kernels. */
    Kernels kernels();

    /** What shows the highest rate these kernels could reach. */
    FmaLoop fmaLoop();
  }

  private static final class Holder {
    static final Choice CHOICE = choose();
  }

  private KernelProvider() {}

  /** The choice; the first call makes and logs it. */
  public static Choice choice() {
    return Holder.CHOICE;
  }

  /** Multiply-adds of the chosen kind, to measure the highest rate they could reach. */
  public static FmaLoop fmaLoop() {
    try {
      return choice().lanes() > 1 ? vectorSupport().fmaLoop() : new ScalarFmaLoop();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the Vector API was usable before", e);
    }
  }

  private static VectorSupport vectorSupport() throws ReflectiveOperationException {
    return (VectorSupport) Class.forName(VECTOR_PROVIDER).getDeclaredConstructor().newInstance();
  }

  private static Choice choose() {
    boolean fma = Fma.IN_HARDWARE;
    Choice choice;
    if ("off".equals(System.getProperty("moda.simd"))) {
      choice = scalar(fma, "switched off by -Dmoda.simd=off");
    } else if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      choice =
          scalar(
              fma,
              "module jdk.incubator.vector is missing: start java with"
                  + " --add-modules=jdk.incubator.vector");
    } else if (!fma) {
      choice =
          scalar(
              false, "no hardware fma: products are rounded before they are added, so bits differ");
    } else {
      try {
        VectorSupport support = vectorSupport();
        choice =
            new Choice("vector", support.lanes(), true, "Vector API usable", support.kernels());
      } catch (ReflectiveOperationException | LinkageError e) {
        choice = scalar(fma, "the Vector API cannot be used: " + e);
      }
    }
    System.getLogger("org.modaj.engine").log(Level.INFO, choice.toString());
    return choice;
  }

  private static Choice scalar(boolean fma, String reason) {
    return new Choice("scalar", 1, fma, reason, Kernels.scalar());
  }
}
