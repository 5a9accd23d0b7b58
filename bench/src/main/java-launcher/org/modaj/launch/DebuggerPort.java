package org.modaj.launch;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The port on which this JVM waits for a debugger, and how it is given free.
 *
 * <p>A JVM listens until a debugger has attached, and again when that one is gone. So this JVM
 * attaches to itself, says nothing, and stays attached to its end: by then the port is the child's.
 */
final class DebuggerPort {
  private static final Pattern ADDRESS =
      Pattern.compile(".*[:=,]address=((.*):)?([0-9]{1,5})(,.*)?");
  private static final byte[] GREETING = "JDWP-Handshake".getBytes(StandardCharsets.US_ASCII);
  private static final int PATIENCE_MILLIS = 5_000;
  private static final int PAUSE_NANOS = 5_000_000;

  /** Sockets that are collected are closed. */
  private static final List<Socket> ATTACHED = new ArrayList<Socket>();

  private DebuggerPort() {}

  /** Gives the port of an option free; says whether it is. */
  static boolean release(String option) {
    Matcher address = ADDRESS.matcher(option);
    if (!address.matches() || !option.contains("server=y") || option.contains("dt_shmem")) {
      return false;
    }
    int port = Integer.parseInt(address.group(3));
    try {
      InetAddress host = host(address.group(2));
      if (!isFree(host, port)) {
        attach(host, port);
      }
      long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
      while (!isFree(host, port) && System.nanoTime() < end) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      return isFree(host, port);
    } catch (IOException e) {
      return false;
    } catch (IllegalArgumentException e) {
      return false; // no number of a port
    }
  }

  private static InetAddress host(String named) throws IOException {
    return named == null || named.isEmpty() || named.equals("*")
        ? InetAddress.getLoopbackAddress()
        : InetAddress.getByName(named);
  }

  private static void attach(InetAddress host, int port) throws IOException {
    Socket socket = new Socket();
    ATTACHED.add(socket);
    socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.getOutputStream().write(GREETING);
    byte[] answer = new byte[GREETING.length];
    new DataInputStream(socket.getInputStream()).readFully(answer);
    if (!Arrays.equals(answer, GREETING)) {
      throw new IOException("it is no debugger's port");
    }
  }

  private static boolean isFree(InetAddress host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
