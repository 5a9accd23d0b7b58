/** Neural networks: layers, units, the network graph, optimizers, training and models. */
module org.modaj.nn {
  requires transitive org.modaj.engine;
  requires com.google.gson;
  requires static transitive org.jspecify;

  exports org.modaj.nn;
  exports org.modaj.nn.build;
  exports org.modaj.nn.io;
  exports org.modaj.nn.layer;
  exports org.modaj.nn.layer.activation;
  exports org.modaj.nn.layer.attention;
  exports org.modaj.nn.layer.conv;
  exports org.modaj.nn.layer.dense;
  exports org.modaj.nn.layer.join;
  exports org.modaj.nn.layer.norm;
  exports org.modaj.nn.layer.pool;
  exports org.modaj.nn.layer.recurrent;
  exports org.modaj.nn.layer.shape;
  exports org.modaj.nn.model;
  exports org.modaj.nn.optim;
  exports org.modaj.nn.progress;
  exports org.modaj.nn.train;
  exports org.modaj.nn.unit;
}
