package org.modaj.moda;

import org.jspecify.annotations.Nullable;
import org.modaj.engine.EngineException;

/** Modules cannot be made as asked; the message names the layer or class and what to do. */
public class ModularizationException extends EngineException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param operation such as {@code "compose"}
   * @param where layer or class, or null
   * @param detail what is wrong and how to mend it
   */
  public ModularizationException(String operation, @Nullable String where, String detail) {
    super(operation, where, detail);
  }
}
