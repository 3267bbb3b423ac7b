import './app/likeness-app.js';
