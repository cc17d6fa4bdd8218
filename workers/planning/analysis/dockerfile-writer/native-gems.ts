import type { Native } from './native.ts';

/** Gems that are compiled against, or load or call, what Ruby's slim image lacks. */
export const gems: Record<string, Native> = {
  pg: { build: ['libpq-dev'], run: ['libpq5'] },
  mysql2: { build: ['default-libmysqlclient-dev'], run: ['libmariadb3'] },
  trilogy: { build: ['libssl-dev'] },
  tiny_tds: { build: ['freetds-dev'], run: ['libsybdb5'] },
  image_processing: { run: ['libvips42'] },
  'ruby-vips': { run: ['libvips42'] },
  mini_magick: { run: ['imagemagick'] },
  kt_paperclip: { run: ['imagemagick', 'file'] },
  rmagick: { build: ['libmagickwand-dev'], run: ['imagemagick'] },
  'streamio-ffmpeg': { run: ['ffmpeg'] },
  'ruby-filemagic': { build: ['libmagic-dev'], run: ['libmagic1'] },
  charlock_holmes: { build: ['libicu-dev', 'zlib1g-dev'], run: ['libicu-dev'] },
  'idn-ruby': { build: ['libidn-dev'], run: ['libidn12'] },
  curb: { build: ['libcurl4-openssl-dev'], run: ['libcurl4'] },
  typhoeus: { run: ['libcurl4'] },
  ethon: { run: ['libcurl4'] },
  rugged: { build: ['cmake', 'libssl-dev'] },
  rdkafka: { build: ['libssl-dev', 'libsasl2-dev', 'zlib1g-dev'], run: ['libsasl2-2'] },
  karafka: { build: ['libssl-dev', 'libsasl2-dev', 'zlib1g-dev'], run: ['libsasl2-2'] },
  rgeo: { build: ['libgeos-dev'], run: ['libgeos-c1v5'] },
  ferrum: { run: ['chromium', 'fonts-liberation'] },
  grover: { run: ['chromium', 'fonts-liberation'] },
  rtesseract: { run: ['tesseract-ocr'] }
};
