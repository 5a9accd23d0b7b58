package org.modaj.engine.kernel.vector;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.modaj.engine.kernel.Epilogue;

/**
 * The arguments of one call of a kernel: sizes, arrays that must stay as they are, and arrays that
 * the kernel may modify. Plain arrays are exactly as long as they must be, so that reading beyond
 * is found; the others reach a little beyond, so that writing there is found.
 */
final class KernelArguments {
  /** What the arrays hold. */
  enum Content {
    /** Numbers around zero. */
    PLAIN,
    /** Few different numbers, zeros of both signs among them, so that there are many ties. */
    COARSE,
    /** Now and then NaN, an infinity, a denormal or the largest number. */
    SPECIAL
  }

  private static final int BEYOND = 19;

  private static final float[] SPECIALS = {
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    0f,
    -0f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL / 3,
    Float.MAX_VALUE,
    -Float.MAX_VALUE
  };

  private final Random random;
  private final Content content;
  private final List<Object> values = new ArrayList<>();
  private final Map<Object, Boolean> modified = new IdentityHashMap<>();
  private boolean finite;

  KernelArguments(long seed, Content content) {
    this.random = new Random(seed);
    this.content = content;
  }

  /** Leaves infinities and NaN out of all arrays that follow. */
  KernelArguments finite() {
    finite = true;
    return this;
  }

  /** Adds a size, a flag, a geometry or a null array. */
  KernelArguments with(Object value) {
    values.add(value);
    return this;
  }

  /** Adds an array of {@code size} that the kernel only reads. */
  KernelArguments in(int size) {
    values.add(floats(size));
    return this;
  }

  /** Adds an array of {@code size} that the kernel may modify. */
  KernelArguments out(int size) {
    float[] array = floats(size);
    modified.put(array, true);
    values.add(array);
    return this;
  }

  /** Adds an array of {@code size} numbers in double precision that the kernel may modify. */
  KernelArguments outDoubles(int size) {
    double[] array = new double[size];
    modified.put(array, true);
    values.add(array);
    return this;
  }

  /** Adds the argument number {@code earlier} again, as one that the kernel may modify. */
  KernelArguments outInPlaceOf(int earlier) {
    float[] array = (float[]) values.get(earlier);
    modified.put(array, true);
    values.add(array);
    return this;
  }

  /** Adds an array made elsewhere that the kernel only reads. */
  KernelArguments in(float[] array) {
    values.add(array);
    return this;
  }

  /** Kinds of epilogues: with and without each of the four parts. */
  static final int EPILOGUES = 16;

  /** Adds what a convolution of {@code size} outputs ends with, of the kind {@code number}. */
  KernelArguments epilogue(int number, int channels, int size) {
    Epilogue epilogue = Epilogue.NONE.withBias((number & 1) == 0 ? null : floats(channels));
    if ((number & 2) != 0) {
      epilogue = epilogue.withAffine(floats(channels), floats(channels), floats(channels));
    }
    if ((number & 4) != 0) {
      epilogue = epilogue.withSkip(floats(size));
    }
    return with((number & 8) == 0 ? epilogue : epilogue.withRelu());
  }

  /** The arrays of an argument: itself, or those of an epilogue. */
  static List<float[]> arrays(Object value) {
    return switch (value) {
      case float[] array -> List.of(array);
      case double[] array -> halves(array);
      case Epilogue e ->
          Stream.of(e.bias(), e.mean(), e.scale(), e.shift(), e.skip())
              .filter(a -> a != null)
              .toList();
      case null, default -> List.of();
    };
  }

  /** The numbers rounded to float, and what the rounding took away. */
  private static List<float[]> halves(double[] array) {
    float[] rounded = new float[array.length];
    float[] rest = new float[array.length];
    for (int i = 0; i < array.length; i++) {
      rounded[i] = (float) array[i];
      rest[i] = (float) (array[i] - rounded[i]);
    }
    return List.of(rounded, rest);
  }

  /** Argument {@code number}. */
  Object value(int number) {
    return values.get(number);
  }

  /** The array that is argument {@code number}. */
  float[] array(int number) {
    return (float[]) values.get(number);
  }

  /** The arguments, with copies of the arrays; the same array stays the same array. */
  Object[] copies() {
    Map<float[], float[]> copies = new IdentityHashMap<>();
    return values.stream().map(value -> copy(value, copies)).toArray();
  }

  private static Object copy(Object value, Map<float[], float[]> copies) {
    return switch (value) {
      case float[] array -> copies.computeIfAbsent(array, float[]::clone);
      case double[] array -> array.clone();
      case Epilogue e ->
          new Epilogue(
              copy(e.bias()),
              copy(e.mean()),
              copy(e.scale()),
              copy(e.shift()),
              copy(e.skip()),
              e.relu());
      case null, default -> value;
    };
  }

  private static float[] copy(float[] array) {
    return array == null ? null : array.clone();
  }

  /** Whether the kernel may modify the argument. */
  boolean mayModify(int number) {
    return modified.containsKey(values.get(number));
  }

  int count() {
    return values.size();
  }

  private float[] floats(int size) {
    float[] array = new float[content == Content.PLAIN ? size : size + BEYOND];
    for (int i = 0; i < array.length; i++) {
      do {
        array[i] = next();
      } while (finite && !Float.isFinite(array[i]));
    }
    return array;
  }

  private float next() {
    return switch (content) {
      case PLAIN -> 4 * random.nextFloat() - 2;
      case COARSE -> random.nextInt(8) == 0 ? -0f : random.nextInt(-2, 3) * 0.5f;
      case SPECIAL ->
          random.nextInt(24) == 0
              ? SPECIALS[random.nextInt(SPECIALS.length)]
              : 4 * random.nextFloat() - 2;
    };
  }

  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    for (Object value : values) {
      if (value instanceof float[] array) {
        parts.add("float[" + array.length + "]");
      } else if (value instanceof Epilogue e) {
        parts.add("epilogue of " + arrays(e).size() + " arrays" + (e.relu() ? " and relu" : ""));
      } else {
        parts.add(String.valueOf(value));
      }
    }
    return content + " " + parts;
  }
}
