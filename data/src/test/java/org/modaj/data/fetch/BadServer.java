package org.modaj.data.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server of this machine that has one file and misbehaves as it is told to. */
final class BadServer implements AutoCloseable {
  /** What came in the Range headers, "" without one, request by request. */
  final List<String> ranges = Collections.synchronizedList(new ArrayList<>());

  private final byte[] content;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);

  BadServer(byte[] content) throws IOException {
    this.content = content;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  /** Serves a path. */
  BadServer on(String path, HttpHandler handler) {
    server.createContext(
        path,
        exchange -> {
          String range = exchange.getRequestHeaders().getFirst("Range");
          ranges.add(range == null ? "" : range);
          try (exchange) {
            handler.handle(exchange);
          }
        });
    return this;
  }

  String address(String path) {
    return "http://localhost:" + server.getAddress().getPort() + path;
  }

  /** Answers properly, ranges too. */
  void good(HttpExchange exchange) throws IOException {
    int from = from(exchange);
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", range(from, content.length - 1, content.length));
    }
    send(exchange, from > 0 ? 206 : 200, from, content.length - from, content.length - from);
  }

  static String range(int from, int to, int total) {
    return "bytes " + from + "-" + to + "/" + total;
  }

  static int from(HttpExchange exchange) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    return range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
  }

  /** Sends a part of the content and states another length. */
  void send(HttpExchange exchange, int code, int from, int count, long stated) throws IOException {
    exchange.sendResponseHeaders(code, stated);
    exchange.getResponseBody().write(content, from, count);
    exchange.getResponseBody().flush();
  }

  /** Waits until the test ends. */
  void stall() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
