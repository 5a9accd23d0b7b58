package org.modaj.bench.determinism;

import java.util.List;
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

/** Two small networks that together have every kind of layer there is. */
final class EveryLayer {
  private static final long SEED = 11;

  private EveryLayer() {}

  static List<Network> networks() {
    return List.of(images(), sequences());
  }

  /** Images of 32x32x3 in ten classes. */
  static Network images() {
    NetworkBuilder net = new NetworkBuilder("every image layer", Shape.of(32, 32, 3), SEED);
    Value x = net.conv2d("conv", net.input(), Conv.of(13, 3).pad(1));
    x = net.relu("relu1", net.batchNorm("bn1", x));
    x = net.maxPool2d("pool1", x, 2);
    x = net.conv2d("strided", x, Conv.of(16, 3).stride(2).pad(1).bias(Initializer.uniform(0.1)));
    Value residual = net.relu("relu2", x);
    Value dilated = net.conv2d("dilated", residual, Conv.of(16, 3).same().dilation(2).groups(4));
    Value depthwise = net.depthwiseConv2d("depthwise", residual, Conv.of(16, 3).pad(1));
    depthwise = net.relu("relu3", net.batchNorm("bn3", depthwise));
    Value narrow = net.conv2d("pointwise", depthwise, Conv.of(9, 1));
    Value aligned = net.align("align", narrow, 0, 2, -1, 4, 6, 8, -1, 1, 3, 5, 7, -1, -1, -1, 0, 1);
    x = net.relu("relu4", net.add("add", net.batchNorm("bn4", dilated), aligned));
    x = net.concat("concat", x, residual, narrow);
    Value pooled = net.globalAveragePool("average", x);
    Value flat = net.flatten("flatten", net.maxPool2d("pool2", x, 3));
    Value rows = net.lstm("rows", net.rowsToSteps("row by row", narrow), Recurrent.of(8));
    x = net.concat("features", pooled, net.lastStep("last row", rows), flat);
    x = net.concat("attended", x, net.softmax("softmax", x), net.logSoftmax("log softmax", pooled));
    x = net.relu("relu5", net.batchNorm("bn5", net.dense("hidden", x, Dense.of(21))));
    for (Activation function : Activation.values()) {
      x = net.activation(net.dense(x, Dense.of(21)), function);
    }
    x = net.concat("all", x, resized(net, residual), attended(net, narrow));
    net.dense("classes", x, Dense.of(10));
    return net.build();
  }

  /** Layers that change places and channels of images. */
  private static Value resized(NetworkBuilder net, Value image) {
    Value x = net.instanceNorm("instances", net.avgPool2d("average pool", image, Pool.of(2)));
    Tensor scale = Tensor.full(Shape.of(16), 1.5f).requireGrad(true);
    x = net.add("scale", new ScaleShiftLayer(scale, Tensor.zeros(16).requireGrad(true)), x);
    x = net.prelu("prelu", net.groupNorm("groups", x, 4));
    x = net.convTranspose2d("transposed", x, Conv.of(12, 2).stride(2));
    x = net.channelShuffle("shuffle", net.pixelUnshuffle("to channels", x, 2), 3);
    x = net.multiply("gate", x, net.sigmoid("open", net.globalAveragePool("squeeze", x)));
    x = net.pixelShuffle("to pixels", net.dropoutChannels("channels", x, 0.2), 2);
    x = net.pad2d("pad", x, new Pad2d.Sides(1, 1, 1, 0), Pad2d.Mode.REPLICATE);
    x = net.upsample("up", x, Upsample.Mode.BILINEAR, 11, 9);
    Value low = net.adaptiveAvgPool2d("low", x, 3, 3);
    Value high = net.adaptiveMaxPool2d("high", x, 3, 3);
    x = net.subtract("difference", high, low);
    Value rows = net.permute("rows first", net.reshape("places", x, 9, 12), 1, 0);
    return net.concat("reduced", net.mean("mean", rows, 0), net.max("max", x, 0, 1));
  }

  /** Attention between the pixels of an image. */
  private static Value attended(NetworkBuilder net, Value image) {
    Value x = net.imageToSteps("pixels", net.maxPool2d("patches", image, 4));
    x = net.dense("width", x, Dense.of(12));
    x = net.add("token", new ClassTokenLayer(Tensor.full(Shape.of(12), 0.5f).requireGrad(true)), x);
    x = net.positionEmbedding("positions", x, 5);
    Value y = net.layerNorm("layer norm", x);
    Value mixed = net.attention("attention", y, net.dense("keys", y, Dense.of(12)), y, 3, false);
    x = net.dropout("dropout", net.rmsNorm("rms", net.add("attention sum", x, mixed)), 0.3);
    return net.concat(
        "first and last",
        net.meanSteps("mean step", x),
        net.split("some", net.maxSteps("max step", x), 2, 7));
  }

  /** Sequences of six features, of different lengths, in twelve classes. */
  static Network sequences() {
    NetworkBuilder net = NetworkBuilder.forSequences("every sequence layer", Shape.of(40, 6), SEED);
    Value x = net.lstm("both ways", net.input(), Recurrent.of(11).inBothDirections());
    x = net.lstm("above", x, Recurrent.of(9).inBothDirections());
    x = net.relu("filtered", net.conv1d("conv1d", x, Conv.of(10, 3).pad(1)));
    x =
        net.concat(
            "pooled", net.maxPool1d("max", x, Pool.of(2)), net.avgPool1d("mean", x, Pool.of(2)));
    Value one = net.split("one", x, 0, 1);
    Value row = net.embedding("embedding", net.subtract("index 0", one, one), 7, 5);
    x = net.gru("gru", net.concat("with row", x, row), Recurrent.of(9).inBothDirections());
    Value ends = net.lastStep("ends", x);
    Value forwards = net.lastStep("end", net.lstm("forwards", x, Recurrent.of(8)));
    x = net.concat("both", ends, forwards);
    net.dense("classes", x, Dense.of(12));
    return net.build();
  }
}
