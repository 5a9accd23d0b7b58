package org.modaj.nn.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.modaj.engine.EngineException;

/** Constants as settings in files: lower case. */
public final class SettingNames {
  private SettingNames() {}

  /** How a setting has this constant. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * The constant that a setting names.
   *
   * @param type of the constant
   * @param settings of the layer that is read
   * @param name of the setting
   * @throws EngineException naming the layer and the choices when there is no such constant
   */
  public static <E extends Enum<E>> E parse(Class<E> type, LayerSettings settings, String name) {
    String text = settings.text(name);
    List<String> known = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      if (of(constant).equals(text)) {
        return constant;
      }
      known.add(of(constant));
    }
    throw new EngineException(
        "read network",
        settings.layer(),
        "setting \"" + name + "\" is \"" + text + "\"; known are " + known);
  }
}
