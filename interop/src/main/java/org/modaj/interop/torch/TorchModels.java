package org.modaj.interop.torch;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.nn.Network;
import org.modaj.nn.model.InputKind;
import org.modaj.nn.model.Models;

/**
 * Builds the network of an architecture that a state dict fits: width, classes and channels are
 * deduced from the tensors.
 */
public final class TorchModels {
  /** Sides of images that are tried when the first dense layer needs a certain one. */
  private static final List<Integer> SIDES =
      List.of(32, 28, 64, 48, 96, 112, 128, 160, 192, 224, 256, 299, 384, 448, 512);

  private static final Shape IMAGES = Shape.of(32, 32, 3);
  private static final int STEPS = 32;

  /**
   * A template's layers get the sizes of the file's tensors, so any width will do; but where an
   * architecture adds what has equal channels, a narrow one adds more. It comes first, since it
   * fits equal channels only.
   */
  private static final double[] TEMPLATE_WIDTHS = {0.1, 1};

  private TorchModels() {}

  /**
   * Builds the network and loads the weights.
   *
   * @param model one of {@link Models#names}; {@code lstm} may have several layers and both
   *     directions, and reads the last step of the last layer
   * @param input {@code [height, width, channels]}, {@code [steps, features]} or {@code
   *     [features]}; null for images of the side that the first dense layer needs; where any will
   *     do, of {@link Models#usualSide}
   * @throws StateDictException when the architecture does not fit; it lists what differs from the
   *     nearest width
   * @throws org.modaj.engine.EngineException when there is no such model
   */
  public static Network build(String model, StateDict dict, @Nullable Shape input) {
    if (Models.input(model) == InputKind.SEQUENCES && RecurrentStack.isOne(dict)) {
      Network stack = RecurrentStack.build(model, dict, input == null ? STEPS : input.dim(0));
      TorchWeights.load(stack, dict);
      return stack;
    }
    String variant = variant(model, dict);
    Network network = sized(variant, dict, input);
    if (network == null) {
      network = nearest(variant, dict, input);
    }
    TorchWeights.load(network, dict);
    return network;
  }

  /**
   * VGG16 is called the same with normalizations and without, ResNet18 the same for small images
   * and for photographs, which a larger kernel reads.
   */
  private static String variant(String model, StateDict dict) {
    boolean photographs =
        dict.tensors().entrySet().stream()
            .filter(e -> e.getKey().equals("conv1.weight") || e.getKey().endsWith(".conv1.weight"))
            .anyMatch(e -> e.getValue().shape().length == 4 && e.getValue().shape()[3] == 7);
    if (model.equals("resnet18") && photographs) {
      return "resnet18-imagenet";
    }
    boolean normalizes =
        dict.tensors().keySet().stream().anyMatch(name -> name.endsWith("running_mean"));
    return model.equals("vgg16") && !normalizes ? "vgg16-plain" : model;
  }

  private static @Nullable Network sized(String model, StateDict dict, @Nullable Shape input) {
    if (Models.input(model) == InputKind.SEQUENCES) {
      return null;
    }
    int side = Models.usualSide(model);
    List<Shape> inputs = new ArrayList<>();
    if (input != null) {
      inputs.add(input);
    } else if (Models.input(model) == InputKind.FEATURES) {
      inputs.add(Shape.of(1));
    } else {
      inputs.add(Shape.of(side, side, 1));
      SIDES.forEach(s -> inputs.add(Shape.of(s, s, 1)));
    }
    for (double width : TEMPLATE_WIDTHS) {
      for (Shape shape : inputs) {
        Network network = sized(model, dict, shape, width, input == null);
        if (network != null) {
          return network;
        }
      }
    }
    return null;
  }

  private static @Nullable Network sized(
      String model, StateDict dict, Shape input, double width, boolean anyChannels) {
    Network template;
    try {
      template = Models.named(model).build(input, 2, width, 0);
    } catch (EngineException e) {
      return null; // images too small for the architecture
    }
    SizedNetwork sized = SizedNetwork.of(template, dict);
    if (sized == null) {
      return null;
    }
    Integer channels = sized.inputChannels();
    return sized.build(anyChannels && channels != null ? input.with(-1, channels) : input);
  }

  /** The network of the width that differs least, for the list of what differs. */
  private static Network nearest(String model, StateDict dict, @Nullable Shape input) {
    Shape shape = input != null ? input : defaultInput(model, dict);
    int classes = classes(model, dict, shape);
    Network whole = Models.named(model).build(shape, classes, 1, 0);
    Network best = whole;
    int fewest = misfits(whole, dict);
    for (double width : widths(whole, dict)) {
      Network network = Models.named(model).build(shape, classes, width, 0);
      int misfits = misfits(network, dict);
      if (misfits < fewest) {
        best = network;
        fewest = misfits;
      }
    }
    return best;
  }

  private static Shape defaultInput(String model, StateDict dict) {
    if (Models.input(model) == InputKind.SEQUENCES) {
      throw new EngineException(
          "import state dict",
          null,
          dict.file()
              + " has no recurrent layer (no tensor named ...weight_ih_l0), which "
              + model
              + " needs");
    }
    for (StateDict.Entry entry : dict.tensors().values()) {
      // the first convolution: the one with the fewest inputs, of more than one tap
      if (entry.shape().length == 4 && entry.shape()[1] <= 4 && entry.shape()[2] > 1) {
        boolean depthwise = entry.shape()[1] == 1 && hasImageConvolution(dict);
        if (!depthwise) {
          return Shape.of(IMAGES.dim(0), IMAGES.dim(1), entry.shape()[1]);
        }
      }
    }
    return IMAGES;
  }

  private static boolean hasImageConvolution(StateDict dict) {
    return dict.tensors().values().stream()
        .anyMatch(e -> e.shape().length == 4 && e.shape()[1] == 3 && e.shape()[2] > 1);
  }

  /** The outputs of the tensor that the last layer's matches. */
  private static int classes(String model, StateDict dict, Shape input) {
    Network probe = Models.named(model).build(input, 2, 1, 0);
    List<Binding> bindings = new TorchLayers(probe).bindings();
    List<String> expected = bindings.stream().flatMap(b -> b.names().stream()).toList();
    Map<String, String> names = TorchNames.match(bindings, dict);
    String last = names.get(expected.getLast());
    if (last == null || requireNonNull(dict.tensors().get(last)).shape().length == 0) {
      throw new StateDictException(
          dict.file().toString(),
          model,
          expected.stream().filter(n -> !names.containsKey(n)).toList(),
          dict.tensors().keySet().stream().filter(n -> !names.containsValue(n)).toList(),
          List.of());
    }
    return requireNonNull(dict.tensors().get(last)).shape()[0];
  }

  private static int misfits(Network network, StateDict dict) {
    List<Binding> bindings = new TorchLayers(network).bindings();
    Map<String, String> names = TorchNames.match(bindings, dict);
    int misfits = 0;
    for (Binding binding : bindings) {
      for (String name : binding.names()) {
        String found = names.get(name);
        boolean fits =
            found != null
                && Arrays.equals(
                    binding.shape(), requireNonNull(dict.tensors().get(found)).shape());
        misfits += fits ? 0 : 1;
      }
    }
    return misfits;
  }

  /** Widths that give the sizes in the file, the shortest decimal number first. */
  private static List<Double> widths(Network whole, StateDict dict) {
    List<Binding> bindings = new TorchLayers(whole).bindings();
    Map<String, String> names = TorchNames.match(bindings, dict);
    Map<Integer, Integer> sizes = new LinkedHashMap<>();
    for (Binding binding : bindings) {
      String found = names.get(binding.names().getFirst());
      if (found == null || binding.shape().length < 1) {
        continue;
      }
      int[] shape = requireNonNull(dict.tensors().get(found)).shape();
      if (shape.length >= 1 && shape[0] != binding.shape()[0]) {
        sizes.put(binding.shape()[0], shape[0]);
      }
    }
    double low = 0;
    double high = 16;
    for (Map.Entry<Integer, Integer> e : sizes.entrySet()) {
      int scaled = e.getValue();
      low = Math.max(low, scaled > 8 ? scaled / (double) e.getKey() : 0);
      high = Math.min(high, (scaled + 1) / (double) e.getKey());
    }
    List<Double> widths = new ArrayList<>();
    for (int digits = 1; digits <= 6 && low < high; digits++) {
      double width = new BigDecimal(low).setScale(digits, RoundingMode.CEILING).doubleValue();
      if (width >= low && width < high && width > 0) {
        widths.add(width);
      }
    }
    if (low > 0) {
      widths.add(low);
    }
    if (low == 0 && high > 0) {
      widths.add(high / 2);
    }
    return widths;
  }
}
