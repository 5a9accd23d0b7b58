package org.modaj.nn.layer.activation;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.engine.EngineException;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.Dropout;
import org.modaj.engine.random.CounterRandom;
import org.modaj.nn.Context;
import org.modaj.nn.StepKey;
import org.modaj.nn.layer.Elementwise;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerSettings;

/**
 * Dropout; see {@link Dropout}. In training each element, or each channel of each sample, is 0 with
 * this rate, the others are divided by {@code 1 - rate}. Which ones depends on the seed, the
 * layer's name, the epoch, the sample and the element only. In evaluation mode it does nothing. Any
 * shape; the units are those of the input.
 */
public final class DropoutLayer implements Elementwise {
  private final double rate;
  private final boolean channels;

  /**
   * Creates the layer.
   *
   * @param rate in [0, 1)
   * @param channels whether whole channels are dropped
   * @throws EngineException when the rate is out of range
   */
  public DropoutLayer(double rate, boolean channels) {
    if (!(rate >= 0 && rate < 1)) {
      throw new EngineException("dropout", null, "the rate must be in [0, 1), but is " + rate);
    }
    this.rate = rate;
    this.channels = channels;
  }

  static Layer restore(LayerSettings settings, Map<String, Tensor> tensors) {
    return new DropoutLayer(settings.number("rate"), settings.flag("channels", false));
  }

  @Override
  public String type() {
    return "dropout";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("rate", rate);
    settings.put("channels", channels);
    return settings;
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Context context) {
    Tensor x = inputs.get(0);
    if (!context.isTraining() || rate == 0) {
      return x;
    }
    StepKey key = context.key();
    CounterRandom stream = Dropout.stream(key.seed(), "" + context.layer(), key.epoch());
    long[] samples = Arrays.stream(key.samples()).asLongStream().toArray();
    return channels
        ? Dropout.channels(x, rate, stream, samples)
        : Dropout.apply(x, rate, stream, samples);
  }
}
