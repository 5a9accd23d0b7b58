package org.modaj.interop.onnx.graph;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a node by name.
 *
 * @param values each a {@link Long}, {@link Float}, {@link String}, {@code long[]}, {@code
 *     float[]}, {@link Array}, {@code String[]} or {@link Unread}
 */
public record Attributes(Map<String, Object> values) {
  /**
   * An attribute of a kind that no operator here has: a graph, a sparse tensor.
   *
   * @param type what ONNX calls the kind
   */
  public record Unread(String type) {}

  /** No attributes. */
  public static final Attributes NONE = new Attributes(Map.of());

  /** Copies the map. */
  public Attributes {
    values = Map.copyOf(values);
  }

  /** Whether there is one of this name. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** A whole number. */
  public int integer(String name, int otherwise) {
    return values.get(name) instanceof Long v ? Math.toIntExact(v) : otherwise;
  }

  /** A number. */
  public float number(String name, float otherwise) {
    return values.get(name) instanceof Float v ? v : otherwise;
  }

  /** A text. */
  public String text(String name, String otherwise) {
    return values.get(name) instanceof String v ? v : otherwise;
  }

  /** Whole numbers, or null. */
  public long @Nullable [] longs(String name) {
    return values.get(name) instanceof long[] v ? v : null;
  }

  /** Numbers, or null. */
  public float @Nullable [] floats(String name) {
    return values.get(name) instanceof float[] v ? v : null;
  }

  /** A constant, or null. */
  public @Nullable Array array(String name) {
    return values.get(name) instanceof Array v ? v : null;
  }

  /** Whole numbers in int's range. */
  public int[] integers(String name, int... otherwise) {
    long[] v = longs(name);
    return v == null ? otherwise : Array.vector(v).toInts();
  }
}
