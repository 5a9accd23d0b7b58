package org.modaj.nn.unit;

import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.Map;

/** Which units of which spaces stay. A space that was never restricted keeps all of its units. */
public final class KeptUnits {
  private final Map<UnitSpace, BitSet> kept = new IdentityHashMap<>();

  /** Sets the kept units of a space, a copy of {@code units}. */
  public void set(UnitSpace space, BitSet units) {
    if (units.length() > space.size()) {
      throw new IllegalArgumentException(
          "unit " + (units.length() - 1) + " does not exist in " + space);
    }
    kept.put(space, (BitSet) units.clone());
  }

  /** Whether a unit stays. */
  public boolean contains(UnitSpace space, int unit) {
    BitSet units = kept.get(space);
    return units == null || units.get(unit);
  }

  /** The kept units of a space, a copy. */
  public BitSet get(UnitSpace space) {
    BitSet units = kept.get(space);
    if (units != null) {
      return (BitSet) units.clone();
    }
    BitSet all = new BitSet(space.size());
    all.set(0, space.size());
    return all;
  }

  /** Number of kept units of a space. */
  public int count(UnitSpace space) {
    BitSet units = kept.get(space);
    return units == null ? space.size() : units.cardinality();
  }
}
