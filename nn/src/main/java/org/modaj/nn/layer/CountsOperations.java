package org.modaj.nn.layer;

import java.util.List;
import org.modaj.engine.Shape;

/** A layer whose operations are counted. */
public interface CountsOperations extends Layer {

  /** Multiply-accumulates for one sample. */
  default long multiplyAdds(List<Shape> inputs) {
    return 0;
  }

  /** Further operations that fvcore's counter adds for one sample (spec section 7). */
  default long extraOperations(List<Shape> inputs) {
    return 0;
  }
}
