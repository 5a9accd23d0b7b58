package org.modaj.nn.model;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.modaj.engine.EngineException;
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

  private record Architecture(InputKind input, Builder builder, int side) {
    Architecture(InputKind input, Builder builder) {
      this(input, builder, SMALL);
    }
  }

  private static final int SMALL = 32;
  private static final int PHOTOGRAPH = 224;

  private static final TreeMap<String, Architecture> ARCHITECTURES = new TreeMap<>();

  static {
    ARCHITECTURES.put("vgg16", new Architecture(InputKind.IMAGES, Vgg16::build));
    ARCHITECTURES.put("vgg16-plain", new Architecture(InputKind.IMAGES, Vgg16::plain));
    ARCHITECTURES.put("resnet18", new Architecture(InputKind.IMAGES, ResNet18::build));
    ARCHITECTURES.put("mobilenet", new Architecture(InputKind.IMAGES, MobileNet::build));
    ARCHITECTURES.put("lenet5", new Architecture(InputKind.IMAGES, LeNet5::build));
    ARCHITECTURES.put("resnet18-imagenet", photographs(ResNet::resNet18));
    ARCHITECTURES.put("resnet50", photographs(ResNet::resNet50));
    ARCHITECTURES.put("mobilenetv2", photographs(MobileNetV2::build));
    ARCHITECTURES.put("vit", new Architecture(InputKind.IMAGES, VisionTransformer::build));
    ARCHITECTURES.put("gru", new Architecture(InputKind.SEQUENCES, GruClassifier::build));
    ARCHITECTURES.put(
        "transformer", new Architecture(InputKind.SEQUENCES, TransformerClassifier::build));
    ARCHITECTURES.put("lstm", new Architecture(InputKind.SEQUENCES, LstmClassifier::build));
    ARCHITECTURES.put("mlp", new Architecture(InputKind.FEATURES, Mlp::build));
  }

  private Models() {}

  private static Architecture photographs(Builder builder) {
    return new Architecture(InputKind.IMAGES, builder, PHOTOGRAPH);
  }

  /** The known names. */
  public static Set<String> names() {
    return ARCHITECTURES.keySet();
  }

  /** The names of the architectures that read this. */
  public static List<String> reading(InputKind input) {
    return names().stream().filter(name -> input(name) == input).toList();
  }

  /**
   * The architecture of a name.
   *
   * @throws EngineException when there is none; lists the known ones
   */
  public static Builder named(String name) {
    return architecture(name).builder;
  }

  /**
   * What the architecture of a name reads.
   *
   * @throws EngineException when there is none; lists the known ones
   */
  public static InputKind input(String name) {
    return architecture(name).input;
  }

  /**
   * The side in pixels of the images that the architecture of a name was made for: 32, or 224.
   *
   * @throws EngineException when there is none; lists the known ones
   */
  public static int usualSide(String name) {
    return architecture(name).side;
  }

  private static Architecture architecture(String name) {
    Architecture architecture = ARCHITECTURES.get(name);
    if (architecture == null) {
      throw new EngineException(
          "models",
          null,
          "unknown model \"" + name + "\"; known models: " + String.join(", ", names()));
    }
    return architecture;
  }
}
