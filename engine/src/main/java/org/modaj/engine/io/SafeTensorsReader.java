package org.modaj.engine.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.modaj.engine.EngineException;

/** One pass over one safetensors file: checks the header against the file, then reads the data. */
final class SafeTensorsReader {
  private static final String FOREIGN =
      "Check that this is a safetensors file and that the copy is complete";
  private static final long MIB = 1 << 20;
  private static final String INCOMPLETE =
      "The file is incomplete or damaged: copy or download it again";

  private final Path file;
  private final FileChannel channel;
  private final long fileBytes;
  private final ByteBuffer chunk = LittleEndian.buffer();

  private SafeTensorsReader(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.fileBytes = channel.size();
  }

  static SafeTensorsFile read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new SafeTensorsReader(file, channel).read();
    }
  }

  static Map<String, String> readMetadata(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      SafeTensorsReader reader = new SafeTensorsReader(file, channel);
      return reader.readChecked(reader.readHeaderLength()).metadata();
    }
  }

  /** Reads the header and compares it with the size of the file. */
  private SafeTensorsHeader readChecked(int headerBytes) throws IOException {
    SafeTensorsHeader header = readHeader(headerBytes);
    long dataStart = SafeTensors.LENGTH_BYTES + (long) headerBytes;
    for (Map.Entry<String, SafeTensorsHeader.Entry> e : header.entries().entrySet()) {
      checkSize(e.getKey(), e.getValue(), dataStart);
    }
    checkCover(header, dataStart);
    return header;
  }

  private SafeTensorsFile read() throws IOException {
    int headerBytes = readHeaderLength();
    SafeTensorsHeader header = readChecked(headerBytes);
    long dataStart = SafeTensors.LENGTH_BYTES + (long) headerBytes;
    checkMemory(fileBytes - dataStart);
    SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, SafeTensorsHeader.Entry> e : header.entries().entrySet()) {
      tensors.put(e.getKey(), readTensor(e.getKey(), e.getValue(), dataStart));
    }
    return SafeTensorsFile.of(tensors, header.metadata());
  }

  private int readHeaderLength() throws IOException {
    if (fileBytes < SafeTensors.LENGTH_BYTES) {
      throw bad(0, "%d bytes, expected at least 8".formatted(fileBytes), INCOMPLETE);
    }
    fill(0, SafeTensors.LENGTH_BYTES);
    long length = chunk.getLong(0);
    if (length < 0 || length > SafeTensors.MAX_HEADER_BYTES) {
      throw bad(
          0,
          "the header would be %s bytes long, the most is %d"
              .formatted(Long.toUnsignedString(length), SafeTensors.MAX_HEADER_BYTES),
          FOREIGN);
    }
    long available = fileBytes - SafeTensors.LENGTH_BYTES;
    if (length > available) {
      throw bad(
          0,
          "the header is %d bytes long, only %d bytes follow".formatted(length, available),
          INCOMPLETE);
    }
    return (int) length;
  }

  private SafeTensorsHeader readHeader(int length) throws IOException {
    byte[] text = new byte[length];
    readBytes(text, SafeTensors.LENGTH_BYTES);
    try {
      return SafeTensorsHeader.parse(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString());
    } catch (CharacterCodingException e) {
      throw bad(SafeTensors.LENGTH_BYTES, "the header is not UTF-8 text", FOREIGN);
    } catch (SafeTensorsHeader.SyntaxException e) {
      throw bad(SafeTensors.LENGTH_BYTES, "bad header: " + e.getMessage(), FOREIGN);
    }
  }

  private void checkSize(String name, SafeTensorsHeader.Entry entry, long dataStart)
      throws FileFormatException {
    long elements;
    try {
      elements = StoredTensor.elementCount(entry.shape());
    } catch (EngineException e) {
      elements = Long.MAX_VALUE;
    }
    if (elements > Integer.MAX_VALUE - 8) {
      throw bad(
          SafeTensors.LENGTH_BYTES,
          "tensor '%s' of shape %s has more than %d elements"
              .formatted(name, Arrays.toString(entry.shape()), Integer.MAX_VALUE - 8),
          "Split the tensor");
    }
    long bytes = elements * dtype(name, entry).bytes();
    if (entry.end() - entry.begin() != bytes) {
      throw bad(
          SafeTensors.LENGTH_BYTES,
          "tensor '%s' %s%s takes %d bytes, its data_offsets [%d, %d] span %d"
              .formatted(
                  name,
                  entry.dtype(),
                  Arrays.toString(entry.shape()),
                  bytes,
                  entry.begin(),
                  entry.end(),
                  entry.end() - entry.begin()),
          INCOMPLETE);
    }
    if (entry.end() > fileBytes - dataStart) {
      throw bad(
          fileBytes,
          "the file ends inside tensor '%s', which ends at byte %d"
              .formatted(name, dataStart + entry.end()),
          INCOMPLETE);
    }
  }

  private DType dtype(String name, SafeTensorsHeader.Entry entry) throws FileFormatException {
    for (DType dtype : DType.values()) {
      if (dtype.name().equals(entry.dtype())) {
        return dtype;
      }
    }
    throw bad(
        SafeTensors.LENGTH_BYTES,
        "tensor '%s' has the unknown type '%s'".formatted(name, entry.dtype()),
        "Convert it to one of " + Arrays.toString(DType.values()));
  }

  /** Checks that the tensors lie one after another from the first data byte to the last. */
  private void checkCover(SafeTensorsHeader header, long dataStart) throws FileFormatException {
    List<Map.Entry<String, SafeTensorsHeader.Entry>> byPosition =
        new ArrayList<>(header.entries().entrySet());
    byPosition.sort(
        Comparator.comparingLong(
                (Map.Entry<String, SafeTensorsHeader.Entry> e) -> e.getValue().begin())
            .thenComparingLong(e -> e.getValue().end()));
    long covered = 0;
    for (Map.Entry<String, SafeTensorsHeader.Entry> e : byPosition) {
      if (e.getValue().begin() != covered) {
        throw bad(
            dataStart + e.getValue().begin(),
            "tensor '%s' begins at data offset %d, the one before it ends at %d"
                .formatted(e.getKey(), e.getValue().begin(), covered),
            "Tensors must neither overlap nor leave a gap");
      }
      covered = e.getValue().end();
    }
    if (dataStart + covered != fileBytes) {
      throw bad(
          dataStart + covered,
          "%d bytes follow the last tensor".formatted(fileBytes - dataStart - covered),
          "The file is damaged: copy or download it again");
    }
  }

  /**
   * Checks that the tensors can fit, so that too little memory is said of the file that needs it.
   */
  private void checkMemory(long bytes) throws FileAccessException {
    long most = Runtime.getRuntime().maxMemory();
    if (bytes > most) {
      throw new FileAccessException(
          file,
          FileAccessException.Action.READ,
          "its tensors take %,d MiB, Java may use %,d MiB".formatted(bytes / MIB, most / MIB),
          "Check that it is the right file, or allow more with java -Xmx",
          null);
    }
  }

  private StoredTensor readTensor(String name, SafeTensorsHeader.Entry entry, long dataStart)
      throws IOException {
    int size = (int) StoredTensor.elementCount(entry.shape());
    long from = dataStart + entry.begin();
    return switch (dtype(name, entry)) {
      case F32 -> {
        float[] values = new float[size];
        readChunks(size, 4, from, (i, n) -> chunk.asFloatBuffer().get(values, i, n));
        yield StoredTensor.ofFloats(values, entry.shape());
      }
      case F64 -> {
        double[] values = new double[size];
        readChunks(size, 8, from, (i, n) -> chunk.asDoubleBuffer().get(values, i, n));
        yield StoredTensor.ofDoubles(values, entry.shape());
      }
      case F16 -> StoredTensor.ofHalves(readShorts(size, from), entry.shape());
      case BF16 -> StoredTensor.ofBrainFloats(readShorts(size, from), entry.shape());
      case I64 -> {
        long[] values = new long[size];
        readChunks(size, 8, from, (i, n) -> chunk.asLongBuffer().get(values, i, n));
        yield StoredTensor.ofLongs(values, entry.shape());
      }
      case I32 -> {
        int[] values = new int[size];
        readChunks(size, 4, from, (i, n) -> chunk.asIntBuffer().get(values, i, n));
        yield StoredTensor.ofInts(values, entry.shape());
      }
      case U8 -> {
        byte[] values = new byte[size];
        readBytes(values, from);
        yield StoredTensor.ofBytes(values, entry.shape());
      }
      case BOOL -> {
        byte[] values = new byte[size];
        readBytes(values, from);
        int wrong = StoredTensor.firstNonBoolean(values);
        if (wrong >= 0) {
          throw bad(
              from + wrong,
              "tensor '%s' is BOOL and holds %d".formatted(name, values[wrong] & 0xFF),
              INCOMPLETE);
        }
        yield StoredTensor.ofBooleans(values, entry.shape());
      }
    };
  }

  private short[] readShorts(int size, long from) throws IOException {
    short[] values = new short[size];
    readChunks(size, Short.BYTES, from, (i, n) -> chunk.asShortBuffer().get(values, i, n));
    return values;
  }

  /** Takes {@code count} elements from the start of the chunk to position {@code first} on. */
  @FunctionalInterface
  private interface ChunkTarget {
    void take(int first, int count);
  }

  private void readChunks(int size, int elementBytes, long from, ChunkTarget target)
      throws IOException {
    int perChunk = LittleEndian.CHUNK_BYTES / elementBytes;
    for (int first = 0; first < size; first += perChunk) {
      int count = Math.min(perChunk, size - first);
      fill(from + (long) first * elementBytes, count * elementBytes);
      target.take(first, count);
    }
  }

  private void readBytes(byte[] target, long from) throws IOException {
    readChunks(target.length, 1, from, (first, count) -> chunk.get(0, target, first, count));
  }

  /**
   * Reads exactly {@code count} bytes at {@code position} of the file to the start of the chunk.
   */
  private void fill(long position, int count) throws IOException {
    chunk.clear().limit(count);
    while (chunk.hasRemaining()) {
      if (channel.read(chunk, position + chunk.position()) < 0) {
        throw bad(position + chunk.position(), "the file ended while it was read", INCOMPLETE);
      }
    }
    chunk.flip();
  }

  private FileFormatException bad(long offset, String problem, String hint) {
    return new FileFormatException(file, offset, problem, hint);
  }
}
