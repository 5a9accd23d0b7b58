package org.modaj.nn.layer;

import java.util.List;
import org.modaj.engine.Tensor;
import org.modaj.engine.ops.UnitActivations;
import org.modaj.nn.Mode;

/**
 * A layer whose output tells which units are active: the places where the modular objectives and
 * the activity rates look.
 */
public interface ActivationLayer extends Layer {

  /** As {@link #forward}, together with the mean activation of each unit. */
  UnitActivations forwardWithUnitMeans(List<Tensor> inputs, Mode mode);
}
