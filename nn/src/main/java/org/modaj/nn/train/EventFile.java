package org.modaj.nn.train;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * An event file of TensorBoard: TFRecords (length, its masked CRC-32C, bytes, their masked CRC-32C,
 * little endian) of the protobuf message {@code tensorflow.Event}. Only the fields that scalars
 * need are written: {@code wall_time} 1, {@code step} 2, {@code file_version} 3, {@code summary} 5
 * with values of {@code tag} 1 and {@code simple_value} 2.
 */
final class EventFile implements AutoCloseable {
  private static final String VERSION = "brain.Event:2";
  private static final int MASK_DELTA = 0xa282ead8;
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final OutputStream out;

  /** Creates a file that is not there yet. */
  EventFile(Path file, double wallTime) throws IOException {
    out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    Message event = event(wallTime, 0);
    event.text(3, VERSION);
    write(event);
  }

  /** Writes one number. */
  void scalar(String tag, double value, double wallTime, long step) throws IOException {
    Message one = new Message();
    one.text(1, tag);
    one.fixed32(2, Float.floatToIntBits((float) value));
    Message summary = new Message();
    summary.message(1, one);
    Message event = event(wallTime, step);
    event.message(5, summary);
    write(event);
  }

  private static Message event(double wallTime, long step) {
    Message event = new Message();
    event.fixed64(1, Double.doubleToLongBits(wallTime));
    event.varint(2, step);
    return event;
  }

  /** One record in one write, so that a reader rarely sees a part of it. */
  private void write(Message event) throws IOException {
    byte[] data = event.bytes.toByteArray();
    ByteBuffer record =
        ByteBuffer.allocate(data.length + 2 * Integer.BYTES + Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(data.length);
    record.putInt(masked(record.array(), Long.BYTES));
    record.put(data);
    record.putInt(masked(data, data.length));
    out.write(record.array());
  }

  private static int masked(byte[] data, int length) {
    CRC32C crc = new CRC32C();
    crc.update(data, 0, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  /** A protobuf message that is being written. */
  private static final class Message {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private void raw(long value) {
      long left = value;
      while ((left & ~0x7FL) != 0) {
        bytes.write((int) (left & 0x7F | 0x80));
        left >>>= 7;
      }
      bytes.write((int) left);
    }

    private void key(int field, int type) {
      raw((long) field << 3 | type);
    }

    void varint(int field, long value) {
      key(field, VARINT);
      raw(value);
    }

    void fixed64(int field, long bits) {
      key(field, FIXED64);
      bytes.writeBytes(
          ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(bits).array());
    }

    void fixed32(int field, int bits) {
      key(field, FIXED32);
      bytes.writeBytes(
          ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(bits).array());
    }

    void text(int field, String text) {
      content(field, text.getBytes(StandardCharsets.UTF_8));
    }

    void message(int field, Message message) {
      content(field, message.bytes.toByteArray());
    }

    private void content(int field, byte[] content) {
      key(field, BYTES);
      raw(content.length);
      bytes.writeBytes(content);
    }
  }
}
