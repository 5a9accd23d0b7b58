package org.modaj.interop.torch;

import java.util.List;
import org.modaj.engine.EngineException;

/** A state dict does not fit a network; nothing was loaded. */
public final class StateDictException extends EngineException {
  private static final long serialVersionUID = 1L;

  /** Names of each kind in the message, which is one line; the lists have them all. */
  private static final int SHOWN = 5;

  private final List<String> missing;
  private final List<String> unexpected;
  private final List<String> misshaped;

  StateDictException(
      String source,
      String network,
      List<String> missing,
      List<String> unexpected,
      List<String> misshaped) {
    super(
        "load state dict",
        null,
        source
            + " does not fit the network \""
            + network
            + "\"; nothing was loaded."
            + list("missing", missing)
            + list("unexpected", unexpected)
            + list("of another shape", misshaped)
            + " Give the file of this architecture, width and number of classes, or rename its"
            + " tensors.");
    this.missing = List.copyOf(missing);
    this.unexpected = List.copyOf(unexpected);
    this.misshaped = List.copyOf(misshaped);
  }

  private static String list(String what, List<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    String more = names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "";
    String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
    return " " + names.size() + " " + what + ": " + shown + more + ".";
  }

  /** Names that the network needs and the file lacks. */
  public List<String> missing() {
    return missing;
  }

  /** Names in the file that the network has no place for. */
  public List<String> unexpected() {
    return unexpected;
  }

  /** Names of tensors of another shape, each with both shapes. */
  public List<String> misshaped() {
    return misshaped;
  }
}
