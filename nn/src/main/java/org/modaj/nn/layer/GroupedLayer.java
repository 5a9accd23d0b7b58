package org.modaj.nn.layer;

import java.util.Map;
import org.modaj.engine.Tensor;

/**
 * A layer that has a number of groups among its settings and declares its units as blocks ({@link
 * org.modaj.nn.unit.UnitFlow#blocks}): a grouped convolution, attention heads. A cut layer may have
 * fewer groups than the whole one.
 */
public interface GroupedLayer extends Layer {

  /**
   * The same layer with another number of groups around other tensors; as {@link #withTensors}
   * otherwise.
   *
   * @param groups at least 1
   */
  Layer withGroups(int groups, Map<String, Tensor> tensors);
}
