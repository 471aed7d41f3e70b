// Standings as drawn on canvas, in the shapes of desk.css: full circle, ring, dashed diamond, dotted cross.
export const STANDINGS = ["happened", "claimed", "not-yet", "doubtful"];
export const RATIO = Math.min(2, Math.ceil(devicePixelRatio));
const SIZES = [26, 32, 40, 48];

export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

export const ofStanding = (standing) => colour(`s-${standing}`);

function canvas(width, height, ratio) {
  const made = new OffscreenCanvas(Math.ceil(width * ratio), Math.ceil(height * ratio));
  const pen = made.getContext("2d");
  pen.scale(ratio, ratio);
  return pen;
}

const pixels = (pen) => pen.getImageData(0, 0, pen.canvas.width, pen.canvas.height);

function outline(pen, standing) {
  pen.beginPath();
  if (standing === "doubtful") {
    pen.moveTo(3.5, 3.5); pen.lineTo(12.5, 12.5); pen.moveTo(12.5, 3.5); pen.lineTo(3.5, 12.5);
  } else if (standing === "not-yet") {
    pen.moveTo(8, 1.8); pen.lineTo(14.2, 8); pen.lineTo(8, 14.2); pen.lineTo(1.8, 8); pen.closePath();
  } else {
    pen.arc(8, 8, 5.5, 0, 2 * Math.PI);
  }
}

/** One event: its shape with a halo of paper, so that it stands out on any ground. */
export function point(standing, ratio) {
  const pen = canvas(16, 16, ratio);
  outline(pen, standing);
  pen.strokeStyle = colour("paper"); pen.lineWidth = 5; pen.stroke();
  if (standing === "not-yet") { pen.fillStyle = colour("paper"); pen.fill(); }
  pen.strokeStyle = pen.fillStyle = ofStanding(standing);
  pen.lineWidth = 2.2;
  if (standing === "happened") pen.fill();
  if (standing === "not-yet") { pen.lineWidth = 1.8; pen.setLineDash([2.9, 1.5]); }
  if (standing === "doubtful") pen.setLineDash([2.2, 1.2]);
  pen.stroke();
  return pixels(pen);
}

const SHARES = {
  happened: (pen, arc) => { pen.lineWidth = 6; arc(); },
  claimed: (pen, arc, radius) => { pen.lineWidth = 1.7; arc(radius + 2.2); arc(radius - 2.2); },
  "not-yet": (pen, arc) => { pen.lineWidth = 6; pen.setLineDash([4, 2]); arc(); },
  doubtful: (pen, arc) => { pen.lineWidth = 3; pen.setLineDash([1.6, 2]); arc(); },
};

/** Several events: a ring whose parts are as long as the shares of the standings, each in its own kind of line. */
export function ring(size, shares, ratio) {
  const width = SIZES[size], middle = width / 2, radius = middle - 4;
  const pen = canvas(width, width, ratio);
  pen.fillStyle = colour("paper");
  pen.beginPath(); pen.arc(middle, middle, middle, 0, 2 * Math.PI); pen.fill();
  const all = shares.reduce((sum, share) => sum + share, 0);
  const gap = shares.filter((share) => share > 0).length > 1 ? 0.09 : 0;
  let from = -Math.PI / 2;
  STANDINGS.forEach((standing, number) => {
    const angle = (shares[number] / all) * 2 * Math.PI;
    if (angle) {
      pen.strokeStyle = ofStanding(standing);
      pen.setLineDash([]);
      const start = from + gap;
      SHARES[standing](pen, (at = radius) => {
        pen.beginPath(); pen.arc(middle, middle, at, start, start + angle - gap); pen.stroke();
      }, radius);
    }
    from += angle;
  });
  return pixels(pen);
}

export function words(text, size, name, halo, ratio) {
  const font = `${size >= 11 && halo === "paper" ? 600 : 400} ${size}px system-ui, sans-serif`;
  const probe = canvas(1, 1, 1);
  probe.font = font;
  const pen = canvas(probe.measureText(text).width + 6, size + 6, ratio);
  pen.font = font;
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.lineWidth = 3; pen.strokeStyle = colour(halo); pen.strokeText(text, 3, size / 2 + 3);
  pen.fillStyle = colour(name); pen.fillText(text, 3, size / 2 + 3);
  return pixels(pen);
}

/** What fills a bar of the timeline; the lower bars shine through nowhere. */
export function filling(pen, standing) {
  if (standing === "happened") return ofStanding(standing);
  const tile = new OffscreenCanvas(8, 8), mark = tile.getContext("2d");
  mark.fillStyle = colour("paper"); mark.fillRect(0, 0, 8, 8);
  mark.strokeStyle = mark.fillStyle = ofStanding(standing);
  if (standing === "claimed") { mark.globalAlpha = 0.22; mark.fillRect(0, 0, 8, 8); }
  if (standing === "not-yet") {
    mark.lineWidth = 1.6;
    mark.beginPath();
    for (const x of [-8, 0, 8]) { mark.moveTo(x, 8); mark.lineTo(x + 8, 0); }
    mark.stroke();
  }
  if (standing === "doubtful") {
    for (const [x, y] of [[2, 2], [6, 6]]) { mark.beginPath(); mark.arc(x, y, 1.2, 0, 7); mark.fill(); }
  }
  return pen.createPattern(tile, "repeat");
}
