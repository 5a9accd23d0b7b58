package org.modaj.nn.layer;

import org.modaj.nn.layer.activation.ActivationTypes;
import org.modaj.nn.layer.attention.AttentionTypes;
import org.modaj.nn.layer.conv.ConvolutionTypes;
import org.modaj.nn.layer.dense.DenseTypes;
import org.modaj.nn.layer.join.JoinTypes;
import org.modaj.nn.layer.norm.NormalizationTypes;
import org.modaj.nn.layer.pool.PoolingTypes;
import org.modaj.nn.layer.recurrent.RecurrentTypes;
import org.modaj.nn.layer.shape.ShapeTypes;

/**
 * All types of this library. The only class here that knows the packages below: each of them knows
 * its own types.
 */
final class StandardTypes {
  /** They are made when they are asked for, after {@link LayerTypes}. */
  static final LayerTypes ALL = all();

  private StandardTypes() {}

  private static LayerTypes all() {
    LayerTypes types = LayerTypes.NONE;
    for (Activation activation : Activation.values()) {
      types = types.with(activation.type(), activation::restore);
    }
    types = ActivationTypes.addTo(types);
    types = AttentionTypes.addTo(types);
    types = ConvolutionTypes.addTo(types);
    types = DenseTypes.addTo(types);
    types = JoinTypes.addTo(types);
    types = NormalizationTypes.addTo(types);
    types = PoolingTypes.addTo(types);
    types = RecurrentTypes.addTo(types);
    types = ShapeTypes.addTo(types);
    return types;
  }
}
