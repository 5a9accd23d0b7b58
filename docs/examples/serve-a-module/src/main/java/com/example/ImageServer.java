package com.example;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.modaj.data.DataException;
import org.modaj.data.Image;
import org.modaj.data.folder.ImageFiles;
import org.modaj.data.predict.Prediction;
import org.modaj.data.predict.Predictor;

/** The JDK's HTTP server with a page to drop an image on, and an address that classifies one. */
final class ImageServer implements AutoCloseable {
  private static final int LARGEST = 20_000_000;

  private final HttpServer server;
  private final Predictor predictor;

  private ImageServer(HttpServer server, Predictor predictor) {
    this.server = server;
    this.predictor = predictor;
  }

  /** Starts it for this machine only; port 0 takes a free one. */
  static ImageServer start(Predictor predictor, int port) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    ImageServer images = new ImageServer(HttpServer.create(address, 0), predictor);
    images.server.createContext("/", images::page);
    images.server.createContext("/classify", images::classify);
    images.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    images.server.start();
    return images;
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    predictor.close();
  }

  private void page(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestURI().getPath().equals("/")) {
      answer(exchange, 404, "text/plain", "not found".getBytes(StandardCharsets.UTF_8));
      return;
    }
    try (var page = ImageServer.class.getResourceAsStream("index.html")) {
      answer(exchange, 200, "text/html; charset=utf-8", page.readAllBytes());
    }
  }

  /** POST of the bytes of a PNG, JPEG, GIF or BMP; answers {@code {"class": probability, …}}. */
  private void classify(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST + 1);
    if (body.length > LARGEST) {
      refuse(exchange, 413, "the image has more than " + LARGEST + " bytes");
      return;
    }
    Image image;
    try {
      image = ImageFiles.read(body, "upload");
    } catch (DataException e) {
      refuse(exchange, 415, "send the bytes of a PNG, JPEG, GIF or BMP image");
      return;
    }
    answer(exchange, 200, "application/json", json(predictor.classify(image, Integer.MAX_VALUE)));
  }

  private static byte[] json(List<Prediction> predictions) {
    return predictions.stream()
        .map(p -> String.format(Locale.ROOT, "\"%s\": %.4f", p.name(), p.probability()))
        .collect(Collectors.joining(", ", "{", "}"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void refuse(HttpExchange exchange, int status, String why) throws IOException {
    String json = "{\"error\": \"" + why + "\"}";
    answer(exchange, status, "application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
