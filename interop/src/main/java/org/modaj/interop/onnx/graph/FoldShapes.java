package org.modaj.interop.onnx.graph;

import static org.modaj.interop.onnx.graph.Folding.in;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Operators that move constants or make new ones. */
public final class FoldShapes {
  private FoldShapes() {}

  static Array constant(OnnxNode node) {
    Attributes a = node.attributes();
    Array value = a.array("value");
    if (value != null) {
      return value;
    }
    if (a.has("value_float")) {
      return Array.of(new float[] {a.number("value_float", 0)});
    }
    if (a.has("value_int")) {
      return Array.of(new long[] {a.integer("value_int", 0)});
    }
    float[] floats = a.floats("value_floats");
    if (floats != null) {
      return Array.of(floats, floats.length);
    }
    long[] longs = a.longs("value_ints");
    if (longs != null) {
      return Array.of(longs, longs.length);
    }
    throw new MisfitException("a constant of another kind");
  }

  /** The sizes of a value, or those from {@code start} to {@code end}. */
  public static Array shape(OnnxNode node, int[] dims) {
    int start = bound(node.attributes().integer("start", 0), dims.length);
    int end = bound(node.attributes().integer("end", dims.length), dims.length);
    int[] part = Arrays.copyOfRange(dims, start, Math.max(start, end));
    return Array.vector(Arrays.stream(part).asLongStream().toArray());
  }

  /** An axis between 0 and the rank, both included; negative ones count from the back. */
  public static int bound(int axis, int rank) {
    return Math.clamp(axis < 0 ? axis + rank : axis, 0, rank);
  }

  static Array gather(OnnxNode node, Array data, Array indices) {
    int axis = Strides.axis(node.attributes().integer("axis", 0), data.rank());
    int size = data.dims()[axis];
    int inner = Strides.size(Arrays.copyOfRange(data.dims(), axis + 1, data.rank()));
    int outer = Strides.size(Arrays.copyOfRange(data.dims(), 0, axis));
    int[] chosen = indices.toInts();
    int[] positions = new int[Strides.size(outer, chosen.length, inner)];
    for (int o = 0, to = 0; o < outer; o++) {
      for (int index : chosen) {
        int at = Strides.axis(index, size);
        for (int i = 0; i < inner; i++) {
          positions[to++] = (o * size + at) * inner + i;
        }
      }
    }
    int[] dims =
        IntStream.concat(
                IntStream.concat(
                    Arrays.stream(data.dims(), 0, axis), Arrays.stream(indices.dims())),
                Arrays.stream(data.dims(), axis + 1, data.rank()))
            .toArray();
    return data.take(positions, dims);
  }

  /**
   * The part that a slice takes of each axis.
   *
   * @param start first position
   * @param step distance of positions; negative to go backwards
   * @param count number of positions
   */
  public record Part(int start, int step, int count) {}

  /** What a Slice node takes of an array of these sizes. */
  public static Part[] parts(OnnxNode node, int[] dims, List<@Nullable Array> in) {
    boolean old = node.attributes().has("starts");
    int[] starts = old ? node.attributes().integers("starts") : in(in, 1).toInts();
    int[] ends = old ? node.attributes().integers("ends") : in(in, 2).toInts();
    int[] all = IntStream.range(0, starts.length).toArray();
    int[] axes =
        old
            ? node.attributes().integers("axes", all)
            : in.size() > 3 && in.get(3) != null ? in(in, 3).toInts() : all;
    int[] steps = new int[starts.length];
    Arrays.fill(steps, 1);
    if (in.size() > 4 && in.get(4) != null) {
      steps = in(in, 4).toInts();
    }
    Part[] parts = new Part[dims.length];
    for (int a = 0; a < dims.length; a++) {
      parts[a] = new Part(0, 1, dims[a]);
    }
    for (int i = 0; i < starts.length; i++) {
      int axis = Strides.axis(axes[i], dims.length);
      parts[axis] = part(dims[axis], starts[i], ends[i], steps[i]);
    }
    return parts;
  }

  private static Part part(int size, long start, long end, int step) {
    if (step == 0) {
      throw new MisfitException("a slice with step 0");
    }
    long from = start < 0 ? start + size : start;
    long to = end < 0 && end >= -size ? end + size : end;
    if (step > 0) {
      from = Math.clamp(from, 0L, (long) size);
      to = Math.clamp(to, 0L, (long) size);
      return new Part((int) from, step, (int) Math.max(0, (to - from + step - 1) / step));
    }
    from = Math.clamp(from, -1L, size - 1L);
    to = Math.clamp(end < -size ? -1 : to, -1L, (long) size);
    return new Part((int) from, step, (int) Math.max(0, (from - to - step - 1) / -step));
  }

  static Array slice(OnnxNode node, List<@Nullable Array> in) {
    Array data = in(in, 0);
    Part[] parts = parts(node, data.dims(), in);
    int[] strides = Strides.of(data.dims());
    int[] dims = new int[parts.length];
    int start = 0;
    for (int a = 0; a < parts.length; a++) {
      dims[a] = parts[a].count();
      start += strides[a] * parts[a].start();
      strides[a] *= parts[a].step();
    }
    return data.take(Strides.walk(dims, strides, start), dims);
  }

  static Array concat(OnnxNode node, List<@Nullable Array> in) {
    Array first = in(in, 0);
    int axis = Strides.axis(node.attributes().integer("axis", 0), first.rank());
    int total = 0;
    boolean floats = false;
    for (int i = 0; i < in.size(); i++) {
      total += in(in, i).dims()[axis];
      floats |= in(in, i).isFloat();
    }
    int[] dims = first.dims().clone();
    dims[axis] = total;
    int outer = Strides.size(Arrays.copyOfRange(dims, 0, axis));
    int size = Strides.size(dims);
    float[] f = new float[floats ? size : 0];
    long[] l = new long[floats ? 0 : size];
    int row = outer == 0 ? 0 : size / outer;
    int offset = 0;
    for (int i = 0; i < in.size(); i++) {
      Array part = in(in, i);
      int length = outer == 0 ? 0 : part.size() / outer;
      for (int o = 0; o < outer; o++) {
        if (floats) {
          System.arraycopy(part.toFloats(), o * length, f, o * row + offset, length);
        } else {
          System.arraycopy(part.longs(), o * length, l, o * row + offset, length);
        }
      }
      offset += length;
    }
    return floats ? Array.of(f, dims) : Array.of(l, dims);
  }

  static List<Array> split(OnnxNode node, List<@Nullable Array> in) {
    Array data = in(in, 0);
    int axis = Strides.axis(node.attributes().integer("axis", 0), data.rank());
    Array sizes = in.size() > 1 ? in.get(1) : null;
    int[] counts = splitSizes(node, sizes, data.dims()[axis]);
    List<Array> parts = new ArrayList<>();
    int start = 0;
    for (int count : counts) {
      int[] dims = data.dims().clone();
      dims[axis] = count;
      int[] strides = Strides.of(data.dims());
      parts.add(data.take(Strides.walk(dims, strides, start * strides[axis]), dims));
      start += count;
    }
    return parts;
  }

  /** The sizes of a Split node's parts of an axis of this size. */
  public static int[] splitSizes(OnnxNode node, @Nullable Array sizes, int size) {
    int[] counts = sizes != null ? sizes.toInts() : node.attributes().integers("split");
    if (counts.length == 0) {
      int parts = node.attributes().integer("num_outputs", node.outputs().size());
      int each = (size + parts - 1) / parts;
      counts = new int[parts];
      for (int i = 0; i < parts; i++) {
        counts[i] = Math.min(each, size - i * each);
      }
    }
    if (Arrays.stream(counts).sum() != size || Arrays.stream(counts).anyMatch(c -> c < 0)) {
      throw new MisfitException("parts " + Arrays.toString(counts) + " of an axis of " + size);
    }
    return counts;
  }

  static Array squeeze(Array data, int @Nullable [] axes) {
    int rank = data.rank();
    boolean[] drop = new boolean[rank];
    for (int a = 0; axes == null && a < rank; a++) {
      drop[a] = data.dims()[a] == 1;
    }
    for (int a = 0; axes != null && a < axes.length; a++) {
      drop[Strides.axis(axes[a], rank)] = true;
    }
    return data.reshape(
        IntStream.range(0, rank).filter(a -> !drop[a]).map(a -> data.dims()[a]).toArray());
  }

  static Array unsqueeze(Array data, int @Nullable [] axes) {
    if (axes == null) {
      throw new MisfitException("unsqueeze without axes");
    }
    int[] dims = new int[data.rank() + axes.length];
    for (int axis : axes) {
      dims[Strides.axis(axis, dims.length)] = 1;
    }
    for (int a = 0, from = 0; a < dims.length; a++) {
      dims[a] = dims[a] == 1 ? 1 : data.dims()[from++];
    }
    return data.reshape(dims);
  }

  /** The sizes that a Reshape gives, 0 and -1 filled in. */
  public static int[] newDims(OnnxNode node, int[] dims, int[] wanted) {
    boolean keepZero = node.attributes().integer("allowzero", 0) == 0;
    int[] result = wanted.clone();
    int open = -1;
    long known = 1;
    for (int a = 0; a < result.length; a++) {
      if (result[a] == 0 && keepZero) {
        result[a] = dims[a];
      }
      if (result[a] == -1) {
        open = a;
      } else {
        known *= result[a];
      }
    }
    long size = Strides.size(dims);
    if (open >= 0) {
      if (known == 0 || size % known != 0) {
        throw new MisfitException(Arrays.toString(dims) + " as " + Arrays.toString(wanted));
      }
      result[open] = (int) (size / known);
      known *= result[open];
    }
    if (known != size) {
      throw new MisfitException(Arrays.toString(dims) + " as " + Arrays.toString(wanted));
    }
    return result;
  }

  static Array reshape(OnnxNode node, List<@Nullable Array> in) {
    Array data = in(in, 0);
    int[] wanted =
        in.size() > 1 && in.get(1) != null
            ? in(in, 1).toInts()
            : node.attributes().integers("shape");
    return data.reshape(newDims(node, data.dims(), wanted));
  }

  static Array flatten(OnnxNode node, List<@Nullable Array> in) {
    Array data = in(in, 0);
    int axis = bound(node.attributes().integer("axis", 1), data.rank());
    int outer = Strides.size(Arrays.copyOfRange(data.dims(), 0, axis));
    return data.reshape(outer, outer == 0 ? 0 : data.size() / outer);
  }

  static Array transpose(OnnxNode node, List<@Nullable Array> in) {
    Array data = in(in, 0);
    int rank = data.rank();
    int[] perm =
        node.attributes()
            .integers("perm", IntStream.range(0, rank).map(a -> rank - 1 - a).toArray());
    int[] dims = Arrays.stream(perm).map(a -> data.dims()[a]).toArray();
    return data.take(Strides.transposed(data.dims(), perm), dims);
  }

  static Array expand(Array data, int[] wanted) {
    int[] dims = Strides.broadcast(data.dims(), wanted);
    if (dims == null) {
      throw new MisfitException(data + " as " + Arrays.toString(wanted));
    }
    return data.take(Strides.spread(data.dims(), dims), dims);
  }

  static Array tile(Array data, int[] repeats) {
    int[] dims = new int[data.rank()];
    for (int a = 0; a < dims.length; a++) {
      dims[a] = data.dims()[a] * repeats[a];
    }
    int[] strides = Strides.of(dims);
    int[] own = Strides.of(data.dims());
    int[] positions = new int[Strides.size(dims)];
    for (int i = 0; i < positions.length; i++) {
      for (int a = 0; a < dims.length; a++) {
        positions[i] += i / strides[a] % dims[a] % data.dims()[a] * own[a];
      }
    }
    return data.take(positions, dims);
  }

  static Array constantOfShape(OnnxNode node, List<@Nullable Array> in) {
    int[] dims = in(in, 0).toInts();
    Array value = node.attributes().array("value");
    int size = Strides.size(dims);
    if (value == null || value.isFloat()) {
      float[] values = new float[size];
      Arrays.fill(values, value == null ? 0 : value.toFloats()[0]);
      return Array.of(values, dims);
    }
    long[] values = new long[size];
    Arrays.fill(values, value.longs()[0]);
    return Array.of(values, dims);
  }
}
