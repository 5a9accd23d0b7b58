package org.modaj.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Conv2d;
import org.modaj.engine.ops.Lstm;
import org.modaj.engine.ops.MaxPool2d;
import org.modaj.nn.layer.AddLayer;
import org.modaj.nn.layer.AlignUnitsLayer;
import org.modaj.nn.layer.BatchNormLayer;
import org.modaj.nn.layer.ConcatLayer;
import org.modaj.nn.layer.Conv2dLayer;
import org.modaj.nn.layer.DenseLayer;
import org.modaj.nn.layer.DepthwiseConv2dLayer;
import org.modaj.nn.layer.FlattenLayer;
import org.modaj.nn.layer.GlobalAveragePoolLayer;
import org.modaj.nn.layer.LastStepLayer;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LstmLayer;
import org.modaj.nn.layer.MaxPool2dLayer;
import org.modaj.nn.layer.ReluLayer;
import org.modaj.nn.layer.RowsToStepsLayer;
import org.modaj.nn.layer.SequenceLayer;
import org.modaj.nn.layer.SoftmaxLayer;

/**
 * Records a network layer by layer, in the order of computation:
 *
 * <pre>{@code
 * NetworkBuilder net = new NetworkBuilder("tiny", Shape.of(32, 32, 3), seed);
 * Value x = net.conv2d("conv1", net.input(), Conv.of(16, 3).pad(1));
 * x = net.relu("relu1", net.batchNorm("bn1", x));
 * x = net.dense("fc", net.flatten("flatten", x), Full.of(10));
 * Network network = net.build();
 * }</pre>
 *
 * <p>Fresh parameters depend on the seed and their name only.
 */
public final class NetworkBuilder {
  /** The output of a layer, or the input, while building. */
  public record Value(int index, Shape shape) {}

  private final String name;
  private final Shape inputShape;
  private final boolean sequences;
  private final long seed;
  private final List<NetworkNode> nodes = new ArrayList<>();

  /** The nodes whose output has a time axis. */
  private final BitSet timed = new BitSet();

  private final Set<String> names = new HashSet<>();

  /**
   * Starts a network.
   *
   * @param name what it is called
   * @param inputShape shape of one sample
   * @param seed of the initial parameters
   */
  public NetworkBuilder(String name, Shape inputShape, long seed) {
    this(name, inputShape, false, seed);
  }

  private NetworkBuilder(String name, Shape inputShape, boolean sequences, long seed) {
    this.name = name;
    this.inputShape = inputShape;
    this.sequences = sequences;
    this.seed = seed;
  }

  /**
   * Starts a network of sequences.
   *
   * @param inputShape {@code [steps, features]}; the network takes any number of steps, these are
   *     what counts and estimates are for
   * @throws ShapeException when it is no such shape
   */
  public static NetworkBuilder forSequences(String name, Shape inputShape, long seed) {
    if (inputShape.rank() != 2 || inputShape.dim(0) < 1) {
      throw new ShapeException(
          "build network",
          name,
          "sequences [steps, features]",
          "input " + inputShape,
          "Images are read by other networks.");
    }
    return new NetworkBuilder(name, inputShape, true, seed);
  }

  /** Starts a network that reads what {@code other} reads. */
  public static NetworkBuilder like(Network other, String name) {
    return new NetworkBuilder(name, other.inputShape(), other.readsSequences(), 0);
  }

  /** The network's input. */
  public Value input() {
    return new Value(Network.INPUT, inputShape);
  }

  /** Settings of a convolution. */
  public record Conv(
      int channels,
      int kernel,
      int stride,
      int pad,
      boolean hasBias,
      Initializer weight,
      Initializer bias) {
    /** Stride 1, no padding, no bias, Kaiming-normal weights (fan out). */
    public static Conv of(int channels, int kernel) {
      return new Conv(
          channels, kernel, 1, 0, false, Initializer.kaimingNormalFanOut(), null);
    }

    /** The same with another stride. */
    public Conv stride(int other) {
      return new Conv(channels, kernel, other, pad, hasBias, weight, bias);
    }

    /** The same with zeros around the image. */
    public Conv pad(int other) {
      return new Conv(channels, kernel, stride, other, hasBias, weight, bias);
    }

    /** The same with a bias. */
    public Conv bias(Initializer fill) {
      return new Conv(channels, kernel, stride, pad, true, weight, fill);
    }

    /** The same with other initial weights. */
    public Conv weight(Initializer fill) {
      return new Conv(channels, kernel, stride, pad, hasBias, fill, bias);
    }
  }

  /** Adds a convolution. */
  public Value conv2d(String layer, Value x, Conv conv) {
    if (x.shape().rank() != 3) {
      throw new ShapeException(
          "conv2d", layer, "an image [height, width, channels]", "input " + x.shape(), null);
    }
    Shape shape = Shape.of(conv.kernel(), conv.kernel(), x.shape().dim(2), conv.channels());
    Tensor weight = conv.weight().parameter(shape, seed, layer + ".weight");
    Tensor bias =
        conv.hasBias()
            ? conv.bias().parameter(Shape.of(conv.channels()), seed, layer + ".bias")
            : null;
    return add(
        layer, new Conv2dLayer(weight, bias, Conv2d.Options.of(conv.stride(), conv.pad())), x);
  }

  /**
   * Adds a convolution of each channel alone.
   *
   * @param conv its channels are not read: the layer has those of its input
   */
  public Value depthwiseConv2d(String layer, Value x, Conv conv) {
    Shape shape = Shape.of(conv.kernel(), conv.kernel(), 1, x.shape().dim(-1));
    Tensor weight = conv.weight().parameter(shape, seed, layer + ".weight");
    return add(
        layer,
        new DepthwiseConv2dLayer(weight, null, Conv2d.Options.of(conv.stride(), conv.pad())),
        x);
  }

  /** Adds the sum of two values of one shape. */
  public Value add(String layer, Value a, Value b) {
    return add(layer, new AddLayer(), a, b);
  }

  /** Adds values behind each other along the last axis. */
  public Value concat(String layer, Value... parts) {
    return add(layer, new ConcatLayer(), parts);
  }

  /**
   * Adds a choice of positions of the last axis.
   *
   * @param sources for each output position the input position, or -1 for a zero
   */
  public Value align(String layer, Value x, int... sources) {
    return add(layer, new AlignUnitsLayer(sources), x);
  }

  /** Adds the mean over all positions of an image. */
  public Value globalAveragePool(String layer, Value x) {
    return add(layer, new GlobalAveragePoolLayer(), x);
  }

  /** Adds a batch normalization with momentum 0.1, epsilon 1e-5, scale 1 and shift 0. */
  public Value batchNorm(String layer, Value x) {
    Shape channels = Shape.of(x.shape().dim(-1));
    return add(
        layer,
        new BatchNormLayer(
            Tensor.full(channels, 1f).requireGrad(true),
            Tensor.full(channels, 0f).requireGrad(true),
            Tensor.full(channels, 0f),
            Tensor.full(channels, 1f),
            0.1f,
            1e-5f),
        x);
  }

  /** Adds rectified linear units. */
  public Value relu(String layer, Value x) {
    return add(layer, new ReluLayer(), x);
  }

  /** Adds max pooling with a square window that moves by its own size. */
  public Value maxPool2d(String layer, Value x, int kernel) {
    return add(layer, new MaxPool2dLayer(MaxPool2d.Window.square(kernel)), x);
  }

  /** Adds the step from images to vectors. */
  public Value flatten(String layer, Value x) {
    return add(layer, new FlattenLayer(), x);
  }

  /** Adds probabilities along the last axis. */
  public Value softmax(String layer, Value x) {
    return add(layer, new SoftmaxLayer(), x);
  }

  /**
   * Adds all layers of another network, which read {@code x} in place of its input. The tensors are
   * shared, not copied.
   *
   * @param prefix the layers' names become {@code prefix.name}
   * @return the other network's output
   * @throws ShapeException when {@code x} has another shape than the other network's input
   */
  public Value embed(String prefix, Network other, Value x) {
    if (!x.shape().equals(other.inputShape())) {
      throw new ShapeException(
          "embed network", prefix, "input " + other.inputShape(), "input " + x.shape(), null);
    }
    List<Value> values = new ArrayList<>();
    for (NetworkNode node : other.nodes()) {
      Value[] inputs =
          node.inputs().stream()
              .map(i -> i == Network.INPUT ? x : values.get(i))
              .toArray(Value[]::new);
      values.add(add(prefix + "." + node.name(), node.layer(), inputs));
    }
    return values.getLast();
  }

  /** Adds the step from images to sequences, each row a step: {@code [h, w, c]} to {@code [h, w·c]}. */
  public Value rowsToSteps(String layer, Value x) {
    return add(layer, new RowsToStepsLayer(), x);
  }

  /** Settings of a dense layer. */
  public record Full(int units, Initializer weight, Initializer bias) {
    /** PyTorch's default initialization, with a bias. */
    public static Full of(int units) {
      return new Full(units, Initializer.uniformFanIn(), null);
    }

    /** The same with other initial values. */
    public Full init(Initializer weights, Initializer biases) {
      return new Full(units, weights, biases);
    }
  }

  /** Adds a dense layer with a bias. */
  public Value dense(String layer, Value x, Full full) {
    int in = x.shape().dim(-1);
    Initializer biasFill =
        full.bias() == null ? Initializer.uniform(1 / Math.sqrt(in)) : full.bias();
    Tensor weight = full.weight().parameter(Shape.of(in, full.units()), seed, layer + ".weight");
    Tensor bias = biasFill.parameter(Shape.of(full.units()), seed, layer + ".bias");
    return add(layer, new DenseLayer(weight, bias), x);
  }

  /**
   * Settings of an LSTM layer.
   *
   * @param units of each direction
   * @param bidirectional whether a second direction reads from the end
   */
  public record Recurrent(int units, boolean bidirectional) {
    /** One direction. */
    public static Recurrent of(int units) {
      return new Recurrent(units, false);
    }

    /** The same in both directions. */
    public Recurrent inBothDirections() {
      return new Recurrent(units, true);
    }
  }

  /** Adds an LSTM layer; all its parameters are uniform in {@code ±1/√units}, as in PyTorch. */
  public Value lstm(String layer, Value x, Recurrent settings) {
    int units = settings.units();
    int gates = 4 * units;
    Initializer fill = Initializer.uniform(1 / Math.sqrt(units));
    List<Lstm.Weights> directions = new ArrayList<>();
    for (String suffix : settings.bidirectional() ? List.of("", "_reverse") : List.of("")) {
      Shape input = Shape.of(x.shape().dim(-1), gates);
      directions.add(
          new Lstm.Weights(
              fill.parameter(input, seed, layer + ".weight_ih" + suffix),
              fill.parameter(Shape.of(units, gates), seed, layer + ".weight_hh" + suffix),
              fill.parameter(Shape.of(gates), seed, layer + ".bias" + suffix)));
    }
    return add(layer, new LstmLayer(directions), x);
  }

  /**
   * Adds the step from sequences to the state at which they arrive: the last valid step's, and for
   * the backward direction of an LSTM layer the first step's.
   */
  public Value lastStep(String layer, Value x) {
    Tensor backward = null;
    if (x.index() != Network.INPUT
        && nodes.get(x.index()).layer() instanceof LstmLayer lstm
        && lstm.hidden().size() == 2) {
      backward = Tensor.zeros(x.shape().dim(-1));
      Arrays.fill(backward.data(), lstm.hidden().get(0), backward.elements(), 1f);
    }
    return add(layer, new LastStepLayer(backward), x);
  }

  /**
   * Adds any layer.
   *
   * @param layer its name, unique in the network
   * @throws ShapeException when the inputs do not fit; names the layer
   * @throws EngineException when the name is taken, or the layer cannot read sequences and an input
   *     is one
   */
  public Value add(String layer, Layer operation, Value... inputs) {
    if (layer.isBlank() || !names.add(layer)) {
      throw new EngineException(
          "build network", layer, "layer names must be unique and not blank");
    }
    if (inputs.length == 0) {
      throw new EngineException("build network", layer, "a layer needs at least one input");
    }
    List<Integer> indices = new ArrayList<>();
    List<Shape> shapes = new ArrayList<>();
    for (Value input : inputs) {
      indices.add(input.index());
      shapes.add(input.shape());
    }
    Shape output;
    try {
      output = operation.outputShape(shapes);
    } catch (ShapeException e) {
      throw e.at(layer);
    }
    timed.set(nodes.size(), isTimed(layer, operation, indices));
    nodes.add(new NetworkNode(layer, operation, indices, output));
    return new Value(nodes.size() - 1, output);
  }

  /** Whether the output of a layer has a time axis. */
  private boolean isTimed(String layer, Layer operation, List<Integer> inputs) {
    boolean any = inputs.stream().anyMatch(i -> i == Network.INPUT ? sequences : timed.get(i));
    if (operation instanceof SequenceLayer reader) {
      if (!any) {
        throw new EngineException(
            "build network",
            layer,
            "a layer of type " + operation.type()
                + " reads sequences, but there is no time axis here; start with forSequences, or"
                + " make one of an image's rows with rowsToSteps");
      }
      return reader.keepsSteps();
    }
    if (any && !operation.isStepwise()) {
      throw new EngineException(
          "build network",
          layer,
          "a layer of type " + operation.type()
              + " does not know where sequences end; put a last_step layer in front");
    }
    return any || operation.makesSteps();
  }

  /**
   * Ends the network; its last layer is the output.
   *
   * @throws EngineException when there is no layer
   */
  public Network build() {
    if (nodes.isEmpty()) {
      throw new EngineException("build network", name, "a network needs at least one layer");
    }
    return new Network(name, inputShape, sequences, nodes);
  }
}
