package org.modaj.bench.conformance.ops;

import org.modaj.bench.conformance.CaseParams;
import org.modaj.bench.conformance.CaseRunner;
import org.modaj.bench.conformance.GoldenCase;
import org.modaj.bench.conformance.GoldenCaseException;
import org.modaj.bench.conformance.Layout;
import org.modaj.bench.conformance.OperatorCase;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.ChannelShuffle;
import org.modaj.engine.ops.Pad2d;
import org.modaj.engine.ops.PixelShuffle;
import org.modaj.engine.ops.Upsample;

/** Cases of the operators that move the pixels and channels of images. */
public final class ResampleCases {
  private ResampleCases() {}

  /** An operator of an image and the parameters of its case. */
  @FunctionalInterface
  private interface ImageOperator {
    Tensor apply(Tensor x, GoldenCase golden);
  }

  private static CaseRunner image(ImageOperator operator) {
    return (golden, algorithms) -> {
      OperatorCase tensors = new OperatorCase(golden);
      Tensor y = operator.apply(tensors.input("x", Layout.CHANNELS_SECOND), golden);
      return tensors.output("y", y, Layout.CHANNELS_SECOND).result();
    };
  }

  /** Runs {@code upsample}. */
  public static CaseRunner upsample() {
    return image((x, golden) -> {
      int[] size = golden.params().pair("size");
      return Upsample.apply(x, mode(golden), size[0], size[1]);
    });
  }

  /** Runs {@code pixel_shuffle}. */
  public static CaseRunner pixelShuffle() {
    return image((x, golden) -> PixelShuffle.apply(x, golden.params().integer("factor")));
  }

  /** Runs {@code pixel_unshuffle}. */
  public static CaseRunner pixelUnshuffle() {
    return image((x, golden) -> PixelShuffle.inverse(x, golden.params().integer("factor")));
  }

  /** Runs {@code channel_shuffle}. */
  public static CaseRunner channelShuffle() {
    return image((x, golden) -> ChannelShuffle.apply(x, golden.params().integer("groups")));
  }

  /** Runs {@code pad2d}. */
  public static CaseRunner pad() {
    return image((x, golden) -> {
      int[] sides = golden.params().integers("left_right_top_bottom");
      if (sides.length != 4) {
        throw new GoldenCaseException(golden.name(), "padding on 4 sides expected");
      }
      return Pad2d.apply(
          x,
          padMode(golden),
          new Pad2d.Sides(sides[0], sides[1], sides[2], sides[3]),
          (float) golden.params().number("value"));
    });
  }

  private static Upsample.Mode mode(GoldenCase golden) {
    CaseParams params = golden.params();
    boolean corners = params.has("align_corners") && params.flag("align_corners");
    return switch (params.text("mode")) {
      case "nearest" -> Upsample.Mode.NEAREST;
      case "bilinear" -> corners ? Upsample.Mode.BILINEAR_ALIGNED_CORNERS : Upsample.Mode.BILINEAR;
      default -> throw unknown(golden, "nearest or bilinear");
    };
  }

  private static Pad2d.Mode padMode(GoldenCase golden) {
    return switch (golden.params().text("mode")) {
      case "constant" -> Pad2d.Mode.CONSTANT;
      case "reflect" -> Pad2d.Mode.REFLECT;
      case "replicate" -> Pad2d.Mode.REPLICATE;
      case "circular" -> Pad2d.Mode.CIRCULAR;
      default -> throw unknown(golden, "constant, reflect, replicate or circular");
    };
  }

  private static GoldenCaseException unknown(GoldenCase golden, String expected) {
    return new GoldenCaseException(
        golden.name(),
        "mode is \"%s\", expected %s".formatted(golden.params().text("mode"), expected));
  }
}
