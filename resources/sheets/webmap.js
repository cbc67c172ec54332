// Layers of the plan on a Leaflet map. Texts only ever become text nodes, never markup.
const planNames = [];

function planCard(head, rows, titles) {
  const card = document.createElement("div");
  card.className = "card";
  const title = document.createElement("h3");
  title.textContent = head;
  card.appendChild(title);
  const table = card.appendChild(document.createElement("table"));
  for (const [place, value] of rows) {
    const row = table.insertRow();
    row.insertCell().textContent = titles[place];
    row.insertCell().textContent = value;
  }
  return card;
}

function planLayer(data) {
  const layer = L.geoJSON(null, {
    style: (feature) => ({ ...data.style, ...data.fills[feature.properties.s] }),
    pointToLayer: (feature, place) => L.circleMarker(place, { radius: 6 }),
    onEachFeature: (feature, drawn) => {
      const shown = feature.properties;
      if (shown.c.length || shown.h) {
        drawn.bindPopup(() => planCard(shown.h, shown.c, data.titles), { maxWidth: 360 });
      }
      if (shown.l && shown.p) planNames.push({ name: shown.l, place: L.latLng(shown.p), drawn, layer });
    },
  });
  layer.addData(data.features);
  return layer;
}

// Names where there is room for them: at most 400, each inside its own feature.
function planLabels(map) {
  const group = L.layerGroup().addTo(map);
  const draw = () => {
    group.clearLayers();
    const view = map.getBounds();
    const taken = [];
    for (const one of planNames) {
      if (taken.length >= 400) break;
      if (!map.hasLayer(one.layer) || !view.contains(one.place)) continue;
      const size = [...one.name].reduce((sum, sign) => sum + (sign > "\u2e7f" ? 12 : 7), 6);
      if (one.drawn.getBounds) {
        const bounds = one.drawn.getBounds();
        const high = map.latLngToLayerPoint(bounds.getNorthEast());
        const low = map.latLngToLayerPoint(bounds.getSouthWest());
        if (high.x - low.x < size || low.y - high.y < 16) continue;
      }
      const at = map.latLngToLayerPoint(one.place);
      const box = [at.x - size / 2, at.y - 8, at.x + size / 2, at.y + 8];
      if (taken.some((b) => b[0] < box[2] && box[0] < b[2] && b[1] < box[3] && box[1] < b[3])) continue;
      taken.push(box);
      const text = document.createElement("span");
      text.textContent = one.name;
      const icon = L.divIcon({ html: text, className: "name", iconSize: [size, 16], iconAnchor: one.drawn.getBounds ? [size / 2, 8] : [-7, 8] });
      L.marker(one.place, { icon, interactive: false, keyboard: false }).addTo(group);
    }
  };
  map.on("moveend layeradd layerremove", (event) => {
    if (event.type === "moveend" || planNames.some((one) => one.layer === event.layer)) draw();
  });
  draw();
}

// A layer that is switched on again takes its place between the others.
function planOrder(map, layers) {
  map.on("overlayadd", () => {
    for (const layer of layers) if (map.hasLayer(layer)) layer.bringToFront();
  });
}
