package org.modaj.nn.model;

import java.util.Set;
import java.util.TreeMap;
import org.modaj.engine.Shape;
import org.modaj.nn.Network;

/** The architectures by the names of the command line. */
public final class Models {
  /** How an architecture is built. */
  @FunctionalInterface
  public interface Builder {
    /** Builds the network; see {@link Vgg16#build}. */
    Network build(Shape input, int classes, double width, long seed);
  }

  private static final TreeMap<String, Builder> BUILDERS = new TreeMap<>();

  static {
    BUILDERS.put("vgg16", Vgg16::build);
    BUILDERS.put("resnet18", ResNet18::build);
    BUILDERS.put("mobilenet", MobileNet::build);
    BUILDERS.put("lenet5", LeNet5::build);
    BUILDERS.put("lstm", LstmClassifier::build);
  }

  private Models() {}

  /** The known names. */
  public static Set<String> names() {
    return BUILDERS.keySet();
  }

  /**
   * The architecture of a name.
   *
   * @throws IllegalArgumentException when there is none; lists the known ones
   */
  public static Builder named(String name) {
    Builder builder = BUILDERS.get(name);
    if (builder == null) {
      throw new IllegalArgumentException(
          "unknown model \"" + name + "\"; known models: " + String.join(", ", names()));
    }
    return builder;
  }
}
