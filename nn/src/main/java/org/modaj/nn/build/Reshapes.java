package org.modaj.nn.build;

import org.modaj.engine.ops.Pad2d;
import org.modaj.engine.ops.Upsample;
import org.modaj.nn.layer.shape.ChannelShuffleLayer;
import org.modaj.nn.layer.shape.FlattenLayer;
import org.modaj.nn.layer.shape.ImageToStepsLayer;
import org.modaj.nn.layer.shape.Pad2dLayer;
import org.modaj.nn.layer.shape.PermuteLayer;
import org.modaj.nn.layer.shape.PixelShuffleLayer;
import org.modaj.nn.layer.shape.ReshapeLayer;
import org.modaj.nn.layer.shape.RowsToStepsLayer;
import org.modaj.nn.layer.shape.UpsampleLayer;

/** Adds layers that only change the shape. */
public interface Reshapes extends Recording {

  /** Adds the step from images to vectors. */
  default Value flatten(Value x) {
    return add(new FlattenLayer(), x);
  }

  /** Adds the step from images to vectors. */
  default Value flatten(String name, Value x) {
    return add(name, new FlattenLayer(), x);
  }

  /**
   * Adds the step from images to sequences, each row a step: {@code [h, w, c]} to {@code [h, w·c]}.
   */
  default Value rowsToSteps(Value x) {
    return add(new RowsToStepsLayer(), x);
  }

  /**
   * Adds the step from images to sequences, each row a step: {@code [h, w, c]} to {@code [h, w·c]}.
   */
  default Value rowsToSteps(String name, Value x) {
    return add(name, new RowsToStepsLayer(), x);
  }

  /** Adds each pixel of an image as one step of a sequence, row by row. */
  default Value imageToSteps(Value x) {
    return imageToSteps(freshName("image_to_steps"), x);
  }

  /** Adds each pixel of an image as one step of a sequence, row by row. */
  default Value imageToSteps(String name, Value x) {
    return add(name, Recording.named(name, () -> new ImageToStepsLayer()), x);
  }

  /** Adds another shape of a sample; no size may be left open. */
  default Value reshape(Value x, int... sizes) {
    return reshape(freshName("reshape"), x, sizes);
  }

  /** Adds another shape of a sample; no size may be left open. */
  default Value reshape(String name, Value x, int... sizes) {
    return add(name, Recording.named(name, () -> new ReshapeLayer(sizes)), x);
  }

  /** Adds another order of a sample's axes, counted from 0. */
  default Value permute(Value x, int... axes) {
    return permute(freshName("permute"), x, axes);
  }

  /** Adds another order of a sample's axes, counted from 0. */
  default Value permute(String name, Value x, int... axes) {
    return add(name, Recording.named(name, () -> new PermuteLayer(axes)), x);
  }

  /** Adds rows and columns of a constant around images. */
  default Value pad2d(Value x, Pad2d.Sides sides, float value) {
    return pad2d(freshName("pad2d"), x, sides, value);
  }

  /** Adds rows and columns of a constant around images. */
  default Value pad2d(String name, Value x, Pad2d.Sides sides, float value) {
    return add(
        name, Recording.named(name, () -> new Pad2dLayer(Pad2d.Mode.CONSTANT, sides, value)), x);
  }

  /** Adds rows and columns around images that repeat or mirror them. */
  default Value pad2d(Value x, Pad2d.Sides sides, Pad2d.Mode mode) {
    return pad2d(freshName("pad2d"), x, sides, mode);
  }

  /** Adds rows and columns around images that repeat or mirror them. */
  default Value pad2d(String name, Value x, Pad2d.Sides sides, Pad2d.Mode mode) {
    return add(name, Recording.named(name, () -> new Pad2dLayer(mode, sides, 0)), x);
  }

  /** Adds images of another size. */
  default Value upsample(Value x, Upsample.Mode mode, int height, int width) {
    return upsample(freshName("upsample"), x, mode, height, width);
  }

  /** Adds images of another size. */
  default Value upsample(String name, Value x, Upsample.Mode mode, int height, int width) {
    return add(name, Recording.named(name, () -> new UpsampleLayer(mode, height, width)), x);
  }

  /** Adds pixels made of channels: {@code [h, w, c·r²]} to {@code [h·r, w·r, c]}. */
  default Value pixelShuffle(Value x, int factor) {
    return pixelShuffle(freshName("pixel_shuffle"), x, factor);
  }

  /** Adds pixels made of channels: {@code [h, w, c·r²]} to {@code [h·r, w·r, c]}. */
  default Value pixelShuffle(String name, Value x, int factor) {
    return add(name, Recording.named(name, () -> new PixelShuffleLayer(factor, false)), x);
  }

  /** Adds channels made of pixels: {@code [h·r, w·r, c]} to {@code [h, w, c·r²]}. */
  default Value pixelUnshuffle(Value x, int factor) {
    return pixelUnshuffle(freshName("pixel_unshuffle"), x, factor);
  }

  /** Adds channels made of pixels: {@code [h·r, w·r, c]} to {@code [h, w, c·r²]}. */
  default Value pixelUnshuffle(String name, Value x, int factor) {
    return add(name, Recording.named(name, () -> new PixelShuffleLayer(factor, true)), x);
  }

  /** Adds the channels of groups dealt out in turn. */
  default Value channelShuffle(Value x, int groups) {
    return channelShuffle(freshName("channel_shuffle"), x, groups);
  }

  /** Adds the channels of groups dealt out in turn. */
  default Value channelShuffle(String name, Value x, int groups) {
    return add(name, Recording.named(name, () -> new ChannelShuffleLayer(groups)), x);
  }
}
