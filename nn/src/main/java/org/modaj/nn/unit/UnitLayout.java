package org.modaj.nn.unit;

import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which unit stands at each position of an axis. The channels of a convolution's output carry its
 * units once, in order; flattening images repeats them for every pixel; concatenation puts layouts
 * behind each other; the gates of an LSTM repeat its hidden units four times. Immutable.
 */
public final class UnitLayout {
  private final UnitSpace[] spaces;
  private final int[] units;

  private UnitLayout(UnitSpace[] spaces, int[] units) {
    this.spaces = spaces;
    this.units = units;
  }

  /** The units of one space, once, in order. */
  public static UnitLayout of(UnitSpace space) {
    UnitSpace[] spaces = new UnitSpace[space.size()];
    int[] units = new int[space.size()];
    Arrays.fill(spaces, space);
    Arrays.setAll(units, u -> u);
    return new UnitLayout(spaces, units);
  }

  /** This layout {@code times} times in a row. */
  public UnitLayout tile(int times) {
    UnitSpace[] tiledSpaces = new UnitSpace[spaces.length * times];
    int[] tiledUnits = new int[units.length * times];
    for (int t = 0; t < times; t++) {
      System.arraycopy(spaces, 0, tiledSpaces, t * spaces.length, spaces.length);
      System.arraycopy(units, 0, tiledUnits, t * units.length, units.length);
    }
    return new UnitLayout(tiledSpaces, tiledUnits);
  }

  /** This layout followed by another one. */
  public UnitLayout concat(UnitLayout other) {
    UnitSpace[] allSpaces = Arrays.copyOf(spaces, spaces.length + other.spaces.length);
    int[] allUnits = Arrays.copyOf(units, units.length + other.units.length);
    System.arraycopy(other.spaces, 0, allSpaces, spaces.length, other.spaces.length);
    System.arraycopy(other.units, 0, allUnits, units.length, other.units.length);
    return new UnitLayout(allSpaces, allUnits);
  }

  /** Positions of the axis. */
  public int positions() {
    return units.length;
  }

  /** The space of the unit at a position. */
  public UnitSpace space(int position) {
    return spaces[position];
  }

  /** The unit at a position. */
  public int unit(int position) {
    return units[position];
  }

  /** The spaces that occur, in order of first occurrence. */
  public Set<UnitSpace> spaces() {
    return new LinkedHashSet<>(Arrays.asList(spaces));
  }

  /** The space when this is exactly its units once in order; null otherwise. */
  public UnitSpace wholeSpace() {
    if (units.length == 0 || spaces[0].size() != units.length) {
      return null;
    }
    for (int p = 0; p < units.length; p++) {
      if (spaces[p] != spaces[0] || units[p] != p) {
        return null;
      }
    }
    return spaces[0];
  }

  /** Whether no unit stands at two positions, so that positions can be kept and dropped freely. */
  public boolean isListOfUnits() {
    Map<UnitSpace, BitSet> seen = new IdentityHashMap<>();
    for (int p = 0; p < units.length; p++) {
      BitSet own = seen.computeIfAbsent(spaces[p], s -> new BitSet());
      if (own.get(units[p])) {
        return false;
      }
      own.set(units[p]);
    }
    return true;
  }

  /** The positions whose units are kept, ascending. */
  public int[] keptPositions(KeptUnits kept) {
    int[] positions = new int[units.length];
    int count = 0;
    for (int p = 0; p < units.length; p++) {
      if (kept.contains(spaces[p], units[p])) {
        positions[count++] = p;
      }
    }
    return Arrays.copyOf(positions, count);
  }
}
