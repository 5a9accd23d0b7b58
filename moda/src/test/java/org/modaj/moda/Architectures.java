package org.modaj.moda;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Pad2d;
import org.modaj.engine.ops.Upsample;
import org.modaj.nn.Initializer;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.build.Conv;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Pool;
import org.modaj.nn.build.Recurrent;
import org.modaj.nn.build.Value;
import org.modaj.nn.layer.Activation;
import org.modaj.nn.layer.attention.ClassTokenLayer;
import org.modaj.nn.layer.dense.ScaleShiftLayer;

/**
 * Architectures, built as any user would. A new one is a method and a line in {@link #ALL}; the
 * property tests then cover it.
 */
public final class Architectures {
  /** All of them by name. */
  public static final Map<String, LongFunction<Network>> ALL = new TreeMap<>();

  static {
    ALL.put("sequential", RandomNetworks::network);
    ALL.put("branched", RandomNetworks::branchedNetwork);
    ALL.put("recurrent", RandomSequenceNetworks::network);
    ALL.put("densenet", Architectures::denselyConnected);
    ALL.put("bottlenecks", Architectures::bottlenecks);
    ALL.put("crnn", Architectures::convolutionalRecurrent);
    ALL.put("pre-activation", Architectures::preActivation);
    ALL.put("inception", Architectures::inception);
    ALL.put("u-net", Architectures::uNet);
    ALL.put("squeeze-excitation", Architectures::squeezeAndExcitation);
    ALL.put("resnext", Architectures::groupedBottlenecks);
    ALL.put("shufflenet", Architectures::shuffled);
    ALL.put("inverted-residual", Architectures::invertedResiduals);
    ALL.put("shared-layers", Architectures::sharedLayers);
    ALL.put("shared-recurrent", Architectures::sharedRecurrent);
    ALL.put("two-heads", Architectures::twoHeads);
    ALL.put("side-outputs", Architectures::sideOutputs);
    ALL.put("group-norm", Architectures::groupNormalized);
    ALL.put("sub-pixel", Architectures::subPixels);
    ALL.put("transformer", Architectures::transformer);
    ALL.put("mixer", Architectures::mixer);
    ALL.put("images", Architectures::images);
    ALL.put("steps", Architectures::steps);
    ALL.put("embedded", Architectures::embedded);
    ALL.put("activations", Architectures::activations);
  }

  private static final Initializer SOME = Initializer.uniform(0.5);

  private Architectures() {}

  /** One network of each architecture. */
  public static List<Network> all(long seed) {
    return ALL.values().stream()
        .map(builder -> {
          Network network = builder.apply(seed);
          network.state().forEach(RandomNetworks::fill);
          return network;
        })
        .toList();
  }

  private static NetworkBuilder start(String name, long seed) {
    return new NetworkBuilder(name, RandomNetworks.INPUT, seed);
  }

  /** DenseNet (Huang et al. 2017) in small: each layer reads all layers before it in its block. */
  static Network denselyConnected(long seed) {
    NetworkBuilder net = start("densenet", seed);
    Value x = net.conv2d("stem", net.input(), Conv.of(8, 3).pad(1));
    for (int block = 0; block < 2; block++) {
      for (int i = 0; i < 3; i++) {
        String name = "block" + block + "." + i;
        Value y = net.relu(name + ".relu1", net.batchNorm(name + ".norm1", x));
        y = net.conv2d(name + ".conv1", y, Conv.of(12, 1));
        y = net.relu(name + ".relu2", net.batchNorm(name + ".norm2", y));
        y = net.conv2d(name + ".conv2", y, Conv.of(5, 3).pad(1));
        x = net.concat(name + ".concat", x, y);
      }
      if (block == 0) {
        x = net.relu("transition.relu", net.batchNorm("transition.norm", x));
        x = net.maxPool2d("transition.pool", net.conv2d("transition.conv", x, Conv.of(10, 1)), 2);
      }
    }
    x = net.relu("relu", net.batchNorm("norm", x));
    net.dense("outputs", net.globalAveragePool("pool", x), Dense.of(RandomNetworks.CLASSES));
    return net.build();
  }

  /** Residual blocks of 1x1, 3x3 and 1x1 convolutions (ResNet-50's) in small. */
  static Network bottlenecks(long seed) {
    NetworkBuilder net = start("bottlenecks", seed);
    Value x = net.conv2d("stem", net.input(), Conv.of(8, 3).pad(1));
    x = net.relu("stem.relu", net.batchNorm("stem.norm", x));
    for (int i = 0; i < 4; i++) {
      String name = "block" + i;
      int stride = i == 2 ? 2 : 1;
      int channels = i < 2 ? 16 : 24;
      Value y = net.conv2d(name + ".conv1", x, Conv.of(6, 1));
      y = net.relu(name + ".relu1", net.batchNorm(name + ".norm1", y));
      y = net.conv2d(name + ".conv2", y, Conv.of(6, 3).pad(1).stride(stride));
      y = net.relu(name + ".relu2", net.batchNorm(name + ".norm2", y));
      y = net.batchNorm(name + ".norm3", net.conv2d(name + ".conv3", y, Conv.of(channels, 1)));
      Value skip = x;
      if (i % 2 == 0) {
        skip = net.conv2d(name + ".skip", x, Conv.of(channels, 1).stride(stride));
        skip = net.batchNorm(name + ".skip.norm", skip);
      }
      x = net.relu(name + ".relu3", net.add(name + ".add", y, skip));
    }
    net.dense("outputs", net.globalAveragePool("pool", x), Dense.of(RandomNetworks.CLASSES));
    return net.build();
  }

  /**
   * Convolutions whose rows are the steps of an LSTM in both directions, as in text recognition.
   */
  static Network convolutionalRecurrent(long seed) {
    NetworkBuilder net = start("crnn", seed);
    Value x = net.conv2d("conv1", net.input(), Conv.of(9, 3).pad(1));
    x = net.maxPool2d("pool1", net.relu("relu1", net.batchNorm("norm1", x)), 2);
    x = net.conv2d("conv2", x, Conv.of(7, 3).pad(1));
    x = net.rowsToSteps("rows", net.relu("relu2", net.batchNorm("norm2", x)));
    x = net.lstm("lstm1", x, Recurrent.of(10).inBothDirections());
    x = net.lastStep("end", net.lstm("lstm2", x, Recurrent.of(8).inBothDirections()));
    net.dense("outputs", x, Dense.of(RandomNetworks.CLASSES));
    return net.build();
  }

  private static Value convolution(NetworkBuilder net, String name, Value x, int channels, int k) {
    return net.batchNorm(name + ".norm", net.conv2d(name, x, Conv.of(channels, k).pad(k / 2)));
  }

  private static Network classified(NetworkBuilder net, Value x) {
    net.dense("outputs", net.globalAveragePool("pool", x), Dense.of(RandomNetworks.CLASSES));
    return net.build();
  }

  /** Residual blocks with normalization and activation before the convolutions (He et al. 2016). */
  static Network preActivation(long seed) {
    NetworkBuilder net = start("pre-activation", seed);
    Value x = net.conv2d("stem", net.input(), Conv.of(10, 3).pad(1));
    for (int i = 0; i < 3; i++) {
      String name = "block" + i;
      Value y = net.relu(name + ".relu1", net.batchNorm(name + ".norm1", x));
      Value skip = x;
      int channels = 10;
      if (i == 1) {
        channels = 14;
        skip = net.conv2d(name + ".skip", y, Conv.of(channels, 1)); // reads what was activated
      } else if (i == 2) {
        channels = 14;
      }
      y = net.conv2d(name + ".conv1", y, Conv.of(7, 3).pad(1));
      y = net.relu(name + ".relu2", net.batchNorm(name + ".norm2", y));
      y = net.conv2d(name + ".conv2", y, Conv.of(channels, 3).pad(1));
      x = net.add(name + ".add", y, skip);
    }
    return classified(net, net.relu("relu", net.batchNorm("norm", x)));
  }

  /** Branches of other kernels side by side, one of them pooled. */
  static Network inception(long seed) {
    NetworkBuilder net = start("inception", seed);
    Value x = net.relu("stem.relu", convolution(net, "stem", net.input(), 8, 3));
    for (int i = 0; i < 2; i++) {
      String name = "block" + i;
      Value a = net.relu(name + ".a.relu", convolution(net, name + ".a", x, 5, 1));
      Value b = net.relu(name + ".b.relu1", convolution(net, name + ".b1", x, 4, 1));
      b = net.relu(name + ".b.relu2", convolution(net, name + ".b2", b, 6, 3));
      Value c = net.split(name + ".identity", x, 1, 5);
      x = net.concat(name + ".concat", a, b, c, x);
    }
    return classified(net, x);
  }

  /** Down, up again, and across. */
  static Network uNet(long seed) {
    NetworkBuilder net = start("u-net", seed);
    Value top = net.relu("down1.relu", convolution(net, "down1", net.input(), 6, 3));
    Value x = net.maxPool2d("pool1", top, 2);
    x = net.relu("down2.relu", convolution(net, "down2", x, 9, 3));
    x = net.convTranspose2d("up", x, Conv.of(8, 2).stride(2));
    x = net.concat("across", top, x);
    x = net.relu("up1.relu", convolution(net, "up1", x, 7, 3));
    return classified(net, x);
  }

  /** Channels weighted by what a small network makes of their means (Hu et al. 2018). */
  static Network squeezeAndExcitation(long seed) {
    NetworkBuilder net = start("squeeze-excitation", seed);
    Value x = net.relu("stem.relu", convolution(net, "stem", net.input(), 8, 3));
    for (int i = 0; i < 2; i++) {
      String name = "block" + i;
      Value y = net.relu(name + ".relu", convolution(net, name + ".conv", x, 8, 3));
      Value s = net.globalAveragePool(name + ".squeeze", y);
      s = net.relu(name + ".hidden", net.dense(name + ".fc1", s, Dense.of(4)));
      s = net.dense(name + ".fc2", s, Dense.of(8));
      s = net.sigmoid(name + ".sigmoid", s);
      y = net.multiply(name + ".gate", y, s);
      x = net.relu(name + ".out", net.add(name + ".add", x, y));
    }
    return classified(net, x);
  }

  /** Bottlenecks with grouped convolutions (Xie et al. 2017). */
  static Network groupedBottlenecks(long seed) {
    NetworkBuilder net = start("resnext", seed);
    Value x = net.relu("stem.relu", convolution(net, "stem", net.input(), 8, 3));
    for (int i = 0; i < 3; i++) {
      String name = "block" + i;
      int groups = new int[] {2, 3, 6}[i];
      Value y = net.relu(name + ".relu1", convolution(net, name + ".conv1", x, 12, 1));
      Conv grouped = Conv.of(i == 1 ? 18 : 12, 3).pad(1).groups(groups);
      y = net.conv2d(name + ".grouped", y, i > 0 ? grouped.bias(SOME) : grouped);
      y = net.relu(name + ".relu2", i == 0 ? y : net.batchNorm(name + ".norm", y));
      y = convolution(net, name + ".conv3", y, 8, 1);
      x = net.relu(name + ".relu3", net.add(name + ".add", y, x));
    }
    return classified(net, x);
  }

  /** Split, grouped and depthwise convolutions, and a shuffle (Zhang et al., Ma et al. 2018). */
  static Network shuffled(long seed) {
    NetworkBuilder net = start("shufflenet", seed);
    Value x = net.relu("stem.relu", convolution(net, "stem", net.input(), 12, 3));
    for (int i = 0; i < 2; i++) {
      String name = "block" + i;
      Value same = net.split(name + ".same", x, 0, 6);
      Value y = net.split(name + ".other", x, 6, 12);
      y = net.conv2d(name + ".grouped", y, Conv.of(6, 3).pad(1).groups(3));
      y = net.relu(name + ".relu1", net.batchNorm(name + ".norm1", y));
      y = net.depthwiseConv2d(name + ".depthwise", y, Conv.of(0, 3).pad(1));
      y = net.relu(name + ".relu2", convolution(net, name + ".conv", y, 6, 1));
      x = net.channelShuffle(name + ".shuffle", net.concat(name + ".concat", same, y), 2);
    }
    return classified(net, x);
  }

  /**
   * MobileNetV2's blocks: widen, depthwise, narrow without activation, add (Sandler et al. 2018).
   */
  static Network invertedResiduals(long seed) {
    NetworkBuilder net = start("inverted-residual", seed);
    Value x = convolution(net, "stem", net.input(), 6, 3);
    for (int i = 0; i < 3; i++) {
      String name = "block" + i;
      Value y = net.relu(name + ".relu1", convolution(net, name + ".widen", x, 15, 1));
      y = net.depthwiseConv2d(name + ".depthwise", y, Conv.of(0, 3).pad(1));
      y = net.relu(name + ".relu2", net.batchNorm(name + ".norm", y));
      x = net.add(name + ".add", convolution(net, name + ".narrow", y, 6, 1), x);
    }
    return classified(net, net.relu("relu", convolution(net, "last", x, 11, 1)));
  }

  /** One convolution, normalization and dense layer each in two places. */
  static Network sharedLayers(long seed) {
    NetworkBuilder net = start("shared-layers", seed);
    Value x = net.relu("stem.relu", convolution(net, "stem", net.input(), 8, 3));
    Network block = sharedBlock(seed);
    x = net.relu("once-relu", net.embed("once", block, x));
    x = net.relu("between.relu", convolution(net, "between", x, 8, 3));
    Value twice = net.relu("twice-relu", net.embed("twice", block, x));
    x = net.add("sum", x, twice);
    Value side = net.embed("side", block, x);
    return classified(net, net.concat("concat", twice, side));
  }

  private static Network sharedBlock(long seed) {
    NetworkBuilder net = new NetworkBuilder("block", Shape.of(10, 8, 8), seed);
    Value y = net.batchNorm("norm", net.conv2d("conv", net.input(), Conv.of(9, 3).pad(1)));
    net.conv2d("narrow", net.relu("relu", y), Conv.of(8, 1));
    Network block = net.build();
    block.state().forEach(RandomNetworks::fill);
    return block;
  }

  /** One LSTM read twice, with the same units recognized in both places. */
  static Network sharedRecurrent(long seed) {
    NetworkBuilder net = NetworkBuilder.forSequences("shared-recurrent", Shape.of(6, 3), seed);
    Value x = net.dense("embedding", net.input(), Dense.of(7));
    NetworkBuilder inner = NetworkBuilder.forSequences("lstm", Shape.of(6, 7), seed);
    inner.lstm("lstm", inner.input(), Recurrent.of(7));
    Network lstm = inner.build();
    Value once = net.embed("once", lstm, x);
    Value twice = net.embed("twice", lstm, once);
    Value end = net.lastStep("end", net.concat("both", once, twice));
    net.dense("outputs", end, Dense.of(RandomNetworks.CLASSES));
    return net.build();
  }

  /** Two classifiers over one body, one after the other in the output. */
  static Network twoHeads(long seed) {
    NetworkBuilder net = start("two-heads", seed);
    Value x = net.relu("stem.relu", convolution(net, "stem", net.input(), 9, 3));
    x = net.globalAveragePool("pool", x);
    Value a = net.relu("a.relu", net.dense("a.hidden", x, Dense.of(8)));
    Value b = net.relu("b.relu", net.dense("b.hidden", x, Dense.of(7)));
    a = net.softmax("a.probabilities", net.logSoftmax("a.logs", net.dense("a", a, Dense.of(3))));
    net.concat("outputs", a, net.dense("b", b, Dense.of(2)));
    return net.build();
  }

  /** More outputs than one, made before and after the main one. */
  static Network sideOutputs(long seed) {
    NetworkBuilder net = start("side-outputs", seed);
    Value x = net.relu("stem.relu", convolution(net, "stem", net.input(), 9, 3));
    Value first = net.dense("auxiliary", net.globalAveragePool("first", x), Dense.of(4));
    first = net.relu("auxiliary.relu", first);
    x = net.relu("more.relu", convolution(net, "more", x, 8, 3));
    Value y = net.dense("full", net.globalAveragePool("pool", x), Dense.of(6));
    Value side = net.dense("side", y, Dense.of(3));
    net.head("main", net.align("outputs", y, 0, 1, 2, 3, 4));
    net.head("first", first);
    net.head("side", side);
    return net.build();
  }

  /** Group normalization, also right after an activation. */
  static Network groupNormalized(long seed) {
    NetworkBuilder net = start("group-norm", seed);
    Value x = net.conv2d("conv1", net.input(), Conv.of(12, 3).pad(1));
    x = net.relu("relu1", net.groupNorm("norm1", x, 4));
    x = net.groupNorm("norm2", x, 3);
    x = net.relu("relu2", net.conv2d("conv2", x, Conv.of(10, 1)));
    return classified(net, x);
  }

  /** Pixels to channels and back. */
  static Network subPixels(long seed) {
    NetworkBuilder net = start("sub-pixel", seed);
    Value x = net.relu("relu1", convolution(net, "conv1", net.input(), 5, 3));
    x = net.pixelUnshuffle("down", x, 2);
    x = net.relu("relu2", convolution(net, "conv2", x, 12, 1));
    x = net.pixelShuffle("up", x, 2);
    return classified(net, net.relu("relu3", convolution(net, "conv3", x, 6, 3)));
  }

  /** Pixels that attend to each other, pre-norm blocks. */
  static Network transformer(long seed) {
    NetworkBuilder net = start("transformer", seed);
    int width = 12;
    Value x = net.conv2d("patches", net.input(), Conv.of(width, 2).stride(2));
    x = net.imageToSteps("pixels", x);
    x = net.add("token", new ClassTokenLayer(OwnLayers.random("token" + seed, width)), x);
    x = net.positionEmbedding("positions", x, x.shape().dim(0));
    for (int i = 0; i < 2; i++) {
      String name = "block" + i;
      Value y = net.layerNorm(name + ".norm1", x);
      Value q = net.dense(name + ".q", y, Dense.of(12));
      Value k = net.dense(name + ".k", y, Dense.of(12));
      Value v = net.dense(name + ".v", y, Dense.of(12));
      y = net.attention(name + ".attention", q, k, v, 4, i == 1);
      x = net.add(name + ".add1", x, net.dense(name + ".out", y, Dense.of(width)));
      y = net.layerNorm(name + ".norm2", x);
      y = net.relu(name + ".relu", net.dense(name + ".up", y, Dense.of(17)));
      x = net.add(name + ".add2", x, net.dense(name + ".down", y, Dense.of(width)));
    }
    x = net.layerNorm("norm", x);
    x = net.meanSteps("mean", x);
    net.dense("outputs", x, Dense.of(RandomNetworks.CLASSES));
    return net.build();
  }

  /** Dense layers over channels and over places in turn (Tolstikhin et al. 2021). */
  static Network mixer(long seed) {
    NetworkBuilder net = start("mixer", seed);
    int width = 6;
    Value x = net.conv2d("patches", net.input(), Conv.of(width, 2).stride(2));
    x = net.reshape("pixels", x, x.shape().dim(0) * x.shape().dim(1), width);
    int places = x.shape().dim(0);
    Value y = net.layerNorm("norm1", x);
    y = net.permute("to-places", y, 1, 0);
    y = net.relu("places.relu", net.dense("places.up", y, Dense.of(9)));
    y = net.dense("places.down", y, Dense.of(places));
    y = net.permute("to-channels", y, 1, 0);
    x = net.add("add1", x, y);
    y = net.layerNorm("norm2", x);
    y = net.relu("channels.relu", net.dense("channels.up", y, Dense.of(11)));
    x = net.add("add2", x, net.dense("channels.down", y, Dense.of(width)));
    net.dense("outputs", net.mean("mean", x, 0), Dense.of(5));
    return net.build();
  }

  /** Layers between other layers that are in no network above. */
  static Network images(long seed) {
    NetworkBuilder net = start("images", seed);
    Value x = net.relu("stem.relu", convolution(net, "stem", net.input(), 9, 3));
    x = net.prelu("prelu", net.instanceNorm("norm1", x));
    Tensor scale = OwnLayers.random("scale" + seed, 9);
    Tensor shift = OwnLayers.random("shift" + seed, 9);
    x = net.add("scaled", new ScaleShiftLayer(scale, shift), x);
    x = net.dropoutChannels("dropped", net.pad2d("pad", x, new Pad2d.Sides(1, 2, 1, 1), 0.5f), 0.2);
    x = net.conv2d("conv2", net.avgPool2d("average", x, Pool.of(2).pad(1)), Conv.of(8, 1));
    Value y = net.upsample("up", net.relu("relu2", x), Upsample.Mode.BILINEAR, 7, 6);
    Value low = net.adaptiveAvgPool2d("low", y, 3, 2);
    Value high = net.adaptiveMaxPool2d("high", y, 3, 2);
    y =
        net.relu(
            "relu3", net.conv2d("conv3", net.subtract("difference", high, low), Conv.of(7, 1)));
    y = net.concat("both", net.max("max", y, 0, 1), net.mean("mean", low, 0, 1));
    net.dense("outputs", net.rmsNorm("rms", net.dropout("drop", y, 0.5)), Dense.of(5));
    return net.build();
  }

  /** Convolutions and poolings along the steps, then a GRU in both directions. */
  static Network steps(long seed) {
    NetworkBuilder net = NetworkBuilder.forSequences("steps", Shape.of(12, 3), seed);
    Value x = net.conv1d("conv1", net.input(), Conv.of(8, 3).pad(1).bias(SOME));
    x = net.relu("relu1", x);
    x = net.relu("relu2", net.conv1d("grouped", x, Conv.of(8, 3).pad(1).groups(2)));
    Value low = net.avgPool1d("low", x, Pool.of(2));
    x = net.concat("concat", low, net.maxPool1d("high", x, Pool.of(2)));
    x = net.gru("gru1", x, Recurrent.of(7).inBothDirections());
    x = net.dense("mix", net.gru("gru2", x, Recurrent.of(6)), Dense.of(7));
    x = net.relu("relu3", net.layerNorm("norm", x));
    x = net.concat("ends", net.meanSteps("mean", x), net.maxSteps("max", x));
    net.dense("outputs", x, Dense.of(RandomNetworks.CLASSES));
    return net.build();
  }

  /** A row for each index; with any input it is that of index 0. */
  static Network embedded(long seed) {
    NetworkBuilder net = NetworkBuilder.forSequences("embedded", Shape.of(8, 1), seed);
    Value x = net.subtract("index", net.input(), net.input());
    x = net.embedding("embedding", x, 4, 9);
    x = net.gru("gru", net.relu("relu", x), Recurrent.of(8));
    net.dense("outputs", net.lastStep("end", x), Dense.of(RandomNetworks.CLASSES));
    return net.build();
  }

  /** Every activation function, after a normalization and right after another one. */
  static Network activations(long seed) {
    NetworkBuilder net = start("activations", seed);
    Value x = net.conv2d("stem", net.input(), Conv.of(7, 3).pad(1));
    for (Activation function : Activation.values()) {
      String name = function.type();
      Value y = convolution(net, name + ".conv", x, 6, 1);
      y = net.activation(name + ".first", y, function);
      y = net.activation(name + ".second", y, function);
      x = net.concat(name + ".concat", net.conv2d(name + ".out", y, Conv.of(4, 1)), y);
    }
    return classified(net, x);
  }
}
